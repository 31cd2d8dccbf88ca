import type { OutboxResult, OutboxStore } from '@sojourn/execution';
import { groupBy } from '@sojourn/kernel';
import type { Database, Tx } from '../database/database.js';
import { updateRows } from '../database/write.js';
import { stateIs } from '../journey-store/state-guard.js';
import { pause } from './channels.js';
import { finish } from './finish.js';
import { LONGEST_REASON } from './rows.js';

/**
 * Results of this holder. A lease that ran out changes nothing for what is certain: `delivered` counts in any state before it,
 * other ends as long as nobody else took the row; only another attempt needs the row to be still the one that was sent.
 */
export async function settle(
  database: Database,
  holder: string,
  { results, pauses = [] }: Parameters<OutboxStore['settle']>[0],
): Promise<void> {
  if (results.length === 0 && pauses.length === 0) return;
  const finals = results.flatMap((result) => ('final' in result ? [result] : []));
  const later = results.flatMap((result) => ('retryAt' in result ? [result] : []));
  await database.inTransaction(async (tx) => {
    const own = `holder = '${holder}'`;
    const delivered = finals.filter(({ final }) => final.status === 'delivered');
    const others = finals.filter(({ final }) => final.status !== 'delivered');
    await finish(tx, delivered, { sql: stateIs('sending', 'unknown', 'ready', 'dead') });
    await finish(tx, others, { sql: `${stateIs('sending', 'unknown', 'ready')} AND ${own}` });
    await putOff(tx, later, own);
    for (const [, group] of groupBy(pauses, ({ workspaceId, channel }) => `${workspaceId} ${channel}`)) {
      const [{ workspaceId, channel }] = group as [(typeof group)[number]]; // groupBy makes no empty groups
      await pause(tx, workspaceId, channel, Math.max(...group.map(({ ms }) => ms)));
    }
  });
}

async function putOff(
  tx: Tx,
  later: readonly Extract<OutboxResult, { retryAt: number }>[],
  own: string,
): Promise<void> {
  await updateRows(tx, {
    table: 'outbox',
    key: 'id',
    columns: { due_at: 'int', ready_at: 'int', reason: 'text', ambiguous_at: 'int', attempt: 'int' },
    rows: later.map(({ id, retryAt, reason, ambiguousAt, attempt }) => [id, retryAt, retryAt, reason.slice(0, LONGEST_REASON), ambiguousAt ?? null, attempt ?? 1]), // prettier-ignore
    set: "state = 'ready', holder = NULL, lease_until = NULL",
    where: `${stateIs('sending', 'ready')} AND ${own} AND attempt <= v4`,
  });
}
