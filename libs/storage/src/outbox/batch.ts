import type { JourneyStore, OutboxItem, OutboxResult } from '@sojourn/execution';
import { toJson } from '../database/read.js';
import type { Database } from '../database/database.js';
import type { Json } from '@sojourn/kernel';
import { updateRows } from '../database/write.js';
import { nothingUnheard } from '../journey-store/unheard.js';
import { finish, SENDING } from './finish.js';
import { markSending } from './mark-sending.js';
import { COLUMNS, itemOf, LONGEST_REASON, type Row } from './rows.js';
import { stateIs } from '../journey-store/state-guard.js';

/** Whether an effect may be handed to its provider again when nobody knows whether the first time arrived. */
export type Redelivery = (effect: OutboxItem['effect']) => boolean;

/** The inbox and the mint keep our key, a webhook carries it; mail and SMS would arrive twice. */
export const redeliverWhereDeduped: Redelivery = (effect) => effect.kind !== 'message' || effect.channel === 'inbox';

/** What a kill switch holds must not stand before what others send. */
const NOT_HALTED = `NOT EXISTS (SELECT 1 FROM send_lane h WHERE h.workspace_id = outbox.workspace_id AND h.channel IN (outbox.channel, '*') AND h.halted = 1)`;

/** At equal instants what the contact's runs do comes before what becomes of their messages: else it would matter how many are moved together. */
const NOTHING_TO_MOVE = `NOT EXISTS (SELECT 1 FROM run r WHERE r.workspace_id = outbox.workspace_id AND r.contact_id = outbox.contact_id AND ${stateIs('active')} AND r.due_at <= outbox.due_at)`;

/** Deliveries of virtual time have one holder: nobody else is on the database. */
const ALONE = 'batch';

/**
 * The outbox as virtual time uses it: what is due, of all lanes in the order of (due_at, id), is taken and marked as `sending` at
 * once. Live workers use `createOutboxStore`.
 */
export async function claimOutbox(
  database: Database,
  { now, limit, leaseMs }: Parameters<JourneyStore['claimOutbox']>[0],
  mayRedeliver: Redelivery,
): Promise<readonly OutboxItem[]> {
  return database.inTransaction(async (tx) => {
    const due = (state: string): Promise<Row[]> =>
      tx.rows<Row>(
        `SELECT ${COLUMNS} FROM outbox WHERE state = ? AND due_at <= ? AND ${nothingUnheard('outbox')} AND ${NOTHING_TO_MOVE} AND ${NOT_HALTED} ORDER BY due_at, id LIMIT ?${tx.dialect.skipLocked}`,
        [state, now, limit],
      );
    // Rows still `sending` after their lease belonged to a worker that is gone.
    const orphans = (await due('sending')).map(itemOf);
    const again = orphans.filter(({ effect }) => mayRedeliver(effect));
    const ambiguous = orphans.filter(({ effect }) => !mayRedeliver(effect));
    await finish(tx, ambiguous.map(({ id }) => ({ id, at: now, final: { status: 'unknown', reason: 'worker-lost' } }))); // prettier-ignore
    const items = [...again, ...(await due('ready')).map(itemOf)].slice(0, limit);
    if (items.length === 0) return [];
    const leaving = await markSending(tx, items.map(({ id }) => id), { now, leaseMs, holder: ALONE, from: stateIs('ready', 'sending') }); // prettier-ignore
    return items.filter(({ id }) => leaving.has(id)).map((item) => ({ ...item, attempt: item.attempt + 1 }));
  });
}

export async function settleOutbox(database: Database, results: readonly OutboxResult[]): Promise<void> {
  if (results.length === 0) return;
  await database.inTransaction(async (tx) => {
    const later = results.flatMap((result) => ('retryAt' in result ? [result] : []));
    await updateRows(tx, {
      table: 'outbox',
      key: 'id',
      columns: { due_at: 'int', ready_at: 'int', reason: 'text', ambiguous_at: 'int' },
      rows: later.map(({ id, retryAt, reason, ambiguousAt }) => [id, retryAt, retryAt, reason.slice(0, LONGEST_REASON), ambiguousAt ?? null]), // prettier-ignore
      set: "state = 'ready', holder = NULL, lease_until = NULL",
      where: "state = 'sending'",
    });
    await finish(tx, results.flatMap((result) => ('final' in result ? [result] : [])), SENDING); // prettier-ignore
  });
}

/** Keeps what a courier must not forget before it calls the provider, such as a signed transaction. */
export async function keepJournals(
  database: Database,
  entries: readonly { readonly id: number; readonly journal: Json }[],
): Promise<void> {
  await database.inTransaction((tx) =>
    updateRows(tx, {
      table: 'outbox',
      key: 'id',
      columns: { journal: 'text' },
      rows: entries.map(({ id, journal }) => [id, toJson(journal)]),
    }),
  );
}
