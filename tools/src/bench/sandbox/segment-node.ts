import { to, type NodeProgram } from '@sojourn/plugin-sdk/engine';

/** What both the script and the plugin of the benchmark decide: a score, and five attributes to write. */
export const nodes: { readonly segment: NodeProgram } = {
  segment: {
    execute: (_, { items }) =>
      items.map((item) => {
        const a = item.contact.attributes as unknown as Attributes;
        const days = Math.floor((item.at - a.last_order) / 86_400_000);
        const score = a.visits * 2 + (a.newsletter ? 10 : 0) + (a.spend > 500 ? 5 : 0) - days;
        const set = {
          segment: a.plan === 'pro' ? 'A' : 'B',
          full_name: `${a.first_name} ${a.last_name}`.trim(),
          city: a.city.toLowerCase(),
          birth_month: Number(a.birthday.slice(5, 7)),
          score: score + Math.round(a.score),
        };
        return to(item, score > 100 ? 'high' : 'low', { patch: { set } });
      }),
  },
};

interface Attributes {
  readonly first_name: string;
  readonly last_name: string;
  readonly city: string;
  readonly plan: string;
  readonly visits: number;
  readonly spend: number;
  readonly last_order: number;
  readonly newsletter: boolean;
  readonly birthday: string;
  readonly score: number;
}

/** The same as the body of a code node. */
export const SEGMENT_SCRIPT = `const a = contact.attributes;
const days = Math.floor((context.at - a.last_order) / 86400000);
const score = a.visits * 2 + (a.newsletter ? 10 : 0) + (a.spend > 500 ? 5 : 0) - days;
const set = {
  segment: a.plan === 'pro' ? 'A' : 'B',
  full_name: (a.first_name + ' ' + a.last_name).trim(),
  city: a.city.toLowerCase(),
  birth_month: Number(a.birthday.slice(5, 7)),
  score: score + Math.round(a.score),
};
return { outcome: score > 100 ? 'high' : 'low', set };`;

/** The least that a code node does: reads two fields and names a way out. */
export const SPLIT_SCRIPT = `const a = contact.attributes;
return { outcome: a.visits * 2 + (a.spend > 500 ? 5 : 0) > 100 ? 'high' : 'low' };`;

/** A script that works for its answer: dates, patterns, a scoring table. */
export const SCORE_SCRIPT = `const a = contact.attributes;
const now = new Date(context.at);
const born = new Date(a.birthday);
const age = now.getUTCFullYear() - born.getUTCFullYear();
const idle = Math.floor((context.at - a.last_order) / 86400000);
const recency = idle < 7 ? 5 : idle < 30 ? 4 : idle < 90 ? 3 : idle < 365 ? 2 : 1;
const frequency = [3, 10, 30, 60].filter((bound) => a.visits >= bound).length + 1;
const monetary = [50, 200, 500, 1000].filter((bound) => a.spend >= bound).length + 1;
const words = (a.first_name + ' ' + a.last_name).split(/\\s+/).map((word) => word.replace(/[^\\p{L}\\p{N}]/gu, ''));
const initials = words.map((word) => word[0]).join('').toUpperCase();
const slug = a.city.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-');
const total = recency * 100 + frequency * 10 + monetary + (a.newsletter ? 0.5 : 0);
return {
  outcome: total > 400 ? 'high' : 'low',
  set: { rfm: recency + '' + frequency + monetary, age, initials, slug, next: new Date(context.at + (7 - recency) * 86400000).toISOString() },
};`;
