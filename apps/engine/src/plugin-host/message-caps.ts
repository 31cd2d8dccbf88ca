import { DAY, type Clock } from '@sojourn/kernel';
import { messagesAllowed } from '@sojourn/plugin-sdk';
import type { Decision } from '@sojourn/plugin-sdk/engine';
import { pluginKv, type Database } from '@sojourn/storage';
import { bothOf, type HostScope } from './host-scope.js';

/** Where it is noted; no scope of a plugin reaches it. */
const placeOf = (contactId: number): string => `m:${contactId}`;
const NAME = 'sent';

export interface Sending {
  readonly contactId: number;
  /** The same for every attempt at one decision: an attempt that is repeated counts once. */
  readonly key: string;
  /** How many by each channel. */
  readonly messages: ReadonlyMap<string, number>;
}

/** How many messages a decision sends, by channel. */
export function messagesIn(decision: Decision): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const effect of ('effects' in decision && decision.effects) || [])
    if (effect.kind === 'message') counts.set(effect.channel, (counts.get(effect.channel) ?? 0) + 1);
  return counts;
}

/** What was sent: by which decision, how many, when and by which channel; those of before channels were noted count for each. */
type Sent = readonly [key: string, count: number, when: number, channel?: string];

/**
 * Takes messages from what a plugin may still send to each contact within 24 hours; answers, by place, whether it could. Across
 * workers: one transaction, the plugin's sum locked.
 */
export async function takeFromCaps(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  scope: Pick<HostScope, 'workspaceId' | 'manifest' | 'granted'>,
  sendings: readonly Sending[],
): Promise<readonly boolean[]> {
  if (sendings.length === 0) return [];
  const now = clock.now();
  return database.inTransaction(async (tx) => {
    const answers: boolean[] = [];
    for (const { contactId, key, messages } of sendings) {
      const at = { workspaceId: scope.workspaceId, plugin: scope.manifest.id, place: placeOf(contactId), contactId };
      if (answers.length === 0) await pluginKv.hold(tx, at, now);
      const text = (await pluginKv.get(tx, at, [NAME])).get(NAME) ?? '[]';
      const sent = (JSON.parse(text) as Sent[]).filter(([, , when]) => when > now - DAY);
      const known = sent.some(([own]) => own === key);
      const fresh = [...messages].map(([channel, count]): Sent => [key, count, now, channel]);
      const may = known || fresh.every(([, , , channel = '']) => isWithin(scope, channel, [...sent, ...fresh]));
      answers.push(may);
      if (!may || known) continue;
      const entry = JSON.stringify([...sent, ...fresh]);
      // The host's own notes do not count against the plugin's quota.
      await pluginKv.note(tx, at, NAME, entry, now);
    }
    return answers;
  });
}

/** Whether all that was sent within a day is no more than was asked for and granted for this channel and those it shares its number with. */
function isWithin(scope: Pick<HostScope, 'manifest' | 'granted'>, channel: string, sent: readonly Sent[]): boolean {
  return bothOf(scope, 'messages.send').every((list) => {
    const cap = messagesAllowed(list, channel);
    const own = list.filter((one) => one.channels.includes(channel) && one.perContactPerDay === cap);
    const shares = (other: string | undefined): boolean => other === undefined || own.some(({ channels }) => channels.includes(other)); // prettier-ignore
    return sent.reduce((sum, [, count, , by]) => sum + (shares(by) ? count : 0), 0) <= cap;
  });
}
