import { DAY, type Clock } from '@sojourn/kernel';
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
  readonly messages: number;
}

export function messagesIn(decision: Decision): number {
  return 'effects' in decision ? (decision.effects ?? []).filter(({ kind }) => kind === 'message').length : 0;
}

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
  const caps = bothOf(scope, 'messages.send').map((list) => Math.max(0, ...list.map((one) => one.perContactPerDay)));
  const cap = Math.min(...caps);
  const now = clock.now();
  return database.inTransaction(async (tx) => {
    const answers: boolean[] = [];
    for (const { contactId, key, messages } of sendings) {
      const at = { workspaceId: scope.workspaceId, plugin: scope.manifest.id, place: placeOf(contactId), contactId };
      if (answers.length === 0) await pluginKv.hold(tx, at, now);
      const text = (await pluginKv.get(tx, at, [NAME])).get(NAME) ?? '[]';
      const sent = (JSON.parse(text) as [string, number, number][]).filter(([, , when]) => when > now - DAY);
      const known = sent.some(([own]) => own === key);
      const used = sent.reduce((sum, [, count]) => sum + count, 0);
      const may = known || used + messages <= cap;
      answers.push(may);
      if (!may || known) continue;
      const entry = JSON.stringify([...sent, [key, messages, now]]);
      // The host's own notes do not count against the plugin's quota.
      await pluginKv.note(tx, at, NAME, entry, now);
    }
    return answers;
  });
}
