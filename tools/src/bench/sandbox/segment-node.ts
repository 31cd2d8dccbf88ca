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
