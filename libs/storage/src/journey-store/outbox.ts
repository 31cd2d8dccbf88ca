import type { JourneyStore, OutboxItem, OutboxResult } from '@sojourn/execution';
import type { Json } from '@sojourn/kernel';
import type { Database, Tx } from '../database/database.js';
import { ascending, parseJson, rowsAmong, toJson } from '../database/read.js';
import { updateRows } from '../database/write.js';
import { dropSubscriptions, makeDue } from './write-routing.js';
import { stateIs, UNDER_WAY } from './state-guard.js';
import { nothingUnheard } from './unheard.js';

/** Whether an effect may be handed to its provider again when nobody knows whether the first time arrived. */
export type Redelivery = (effect: OutboxItem['effect']) => boolean;

/** The inbox and the mint keep our key, a webhook carries it; mail and SMS would arrive twice. */
export const redeliverWhereDeduped: Redelivery = (effect) => effect.kind !== 'message' || effect.channel === 'inbox';

type Row = Omit<OutboxItem, 'effect' | 'journal'> & { readonly effect: string; readonly journal: string | null };
type Final = Extract<OutboxResult, { final: unknown }>;

const COLUMNS = `id, workspace_id AS workspaceId, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit, effect_key AS \`key\`, effect, attempt,
  ready_at AS dueAt, journal`;
const LONGEST_REASON = 255;

export async function claimOutbox(
  database: Database,
  { now, limit, leaseMs }: Parameters<JourneyStore['claimOutbox']>[0],
  mayRedeliver: Redelivery,
): Promise<readonly OutboxItem[]> {
  return database.inTransaction(async (tx) => {
    const due = (state: string): Promise<Row[]> =>
      tx.rows<Row>(
        `SELECT ${COLUMNS} FROM outbox WHERE state = ? AND due_at <= ? AND ${nothingUnheard('outbox')} ORDER BY due_at, id LIMIT ?${tx.dialect.skipLocked}`,
        [state, now, limit],
      );
    // Rows still `sending` after their lease belonged to a worker that is gone.
    const orphans = (await due('sending')).map(itemOf);
    const again = orphans.filter(({ effect }) => mayRedeliver(effect));
    const ambiguous = orphans.filter(({ effect }) => !mayRedeliver(effect));
    await finish(tx, ambiguous.map(({ id }) => ({ id, at: now, final: { status: 'unknown', reason: 'worker-lost' } }))); // prettier-ignore
    const items = [...again, ...(await withoutPaused(tx, (await due('ready')).map(itemOf)))].slice(0, limit);
    const list = tx.dialect.among(items.map(({ id }) => id));
    if (items.length > 0)
      await tx.run(
        `UPDATE outbox SET state = 'sending', attempt = attempt + 1, due_at = ?, lease_until = ? WHERE id IN ${list.sql}`,
        [now + leaseMs, now + leaseMs, ...list.params],
      );
    return items.map((item) => ({ ...item, attempt: item.attempt + 1 }));
  });
}

/** Sets aside what belongs to paused runs, so that pausing halts sends at once and never stands before what others send. */
async function withoutPaused(tx: Tx, items: readonly OutboxItem[]): Promise<readonly OutboxItem[]> {
  const rows = await rowsAmong<{ id: number }>(
    tx,
    ascending(items.map(({ runId }) => runId)),
    (list) => `SELECT id FROM run WHERE id IN ${list} AND ${stateIs('paused')}`,
  );
  const paused = new Set(rows.map(({ id }) => id));
  const held = tx.dialect.among(items.filter(({ runId }) => paused.has(runId)).map(({ id }) => id));
  if (paused.size > 0) await tx.run(`UPDATE outbox SET state = 'paused' WHERE id IN ${held.sql}`, held.params);
  return items.filter(({ runId }) => !paused.has(runId));
}

// The column holds the effect that `enqueueEffects` wrote.
const itemOf = (row: Row): OutboxItem => ({
  ...row,
  effect: parseJson<OutboxItem['effect']>(row.effect) as OutboxItem['effect'],
  journal: parseJson<Json>(row.journal),
});

export async function settleOutbox(database: Database, results: readonly OutboxResult[]): Promise<void> {
  if (results.length === 0) return;
  await database.inTransaction(async (tx) => {
    const later = results.flatMap((result) => ('retryAt' in result ? [result] : []));
    await updateRows(tx, {
      table: 'outbox',
      key: 'id',
      columns: { due_at: 'int', ready_at: 'int', reason: 'text' },
      rows: later.map(({ id, retryAt, reason }) => [id, retryAt, retryAt, reason.slice(0, LONGEST_REASON)]),
      set: "state = 'ready', lease_until = NULL",
      where: "state = 'sending'",
    });
    await finish(tx, results.flatMap((result) => ('final' in result ? [result] : []))); // prettier-ignore
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

interface Sent {
  readonly id: number;
  readonly runId: number;
  readonly nodeId: string;
  readonly visit: number;
  readonly effect: string;
}

/** Final results, on rows that are still being sent; the runs that wait for them become due with the receipt. */
async function finish(tx: Tx, finals: readonly Final[]): Promise<void> {
  if (finals.length === 0) return;
  const byId = new Map(finals.map((final) => [final.id, final]));
  const sent = await rowsAmong<Sent>(
    tx,
    ascending(byId.keys()),
    (list) =>
      `SELECT id, run_id AS runId, node_id AS nodeId, visit, effect FROM outbox WHERE id IN ${list} AND ${stateIs('sending')} ORDER BY id${tx.dialect.forUpdate}`,
  );
  await updateRows(tx, {
    table: 'outbox',
    key: 'id',
    columns: { state: 'text', reason: 'text', settled_at: 'int' },
    rows: sent.map(({ id }) => {
      const { at, final } = byId.get(id)!; // selected by these ids
      return [id, final.status, final.reason?.slice(0, LONGEST_REASON), at];
    }),
    set: 'lease_until = NULL',
  });
  await settleMints(tx, sent, byId);
  await tellRuns(tx, sent, byId);
}

async function tellRuns(tx: Tx, sent: readonly Sent[], byId: ReadonlyMap<number, Final>): Promise<void> {
  const runs = await rowsAmong<{ id: number; nodeId: string; visits: string }>(
    tx,
    ascending(sent.map(({ runId }) => runId)),
    (list) =>
      `SELECT id, node_id AS nodeId, visits FROM run WHERE id IN ${list} AND ${UNDER_WAY} ORDER BY id${tx.dialect.forUpdate}`,
  );
  const standing = new Map(runs.map((run) => [run.id, run]));
  const wakes = new Map<number, { runId: number; at: number; pending: object }>();
  for (const { id, runId, nodeId, visit } of sent) {
    const run = standing.get(runId);
    // A run that has moved on asked for no receipt.
    if (run?.nodeId !== nodeId || parseJson<Record<string, number>>(run.visits)?.[nodeId] !== visit) continue;
    const { at, final } = byId.get(id)!; // `sent` was selected by these ids
    wakes.set(runId, { runId, at, pending: { kind: 'receipt', receipt: final } });
  }
  await makeDue(tx, [...wakes.values()]);
  await dropSubscriptions(tx, [...wakes.keys()]);
}

async function settleMints(tx: Tx, sent: readonly Sent[], byId: ReadonlyMap<number, Final>): Promise<void> {
  const rows = sent.flatMap(({ id, effect }) => {
    const mint = parseJson<OutboxItem['effect']>(effect);
    if (mint?.kind !== 'mint') return [];
    const { at, final } = byId.get(id)!; // `sent` was selected by these ids
    const hash = final.data?.['txHash'];
    const minted = final.status === 'delivered';
    const reason = minted ? null : (final.reason ?? final.status).slice(0, LONGEST_REASON);
    return [
      [
        mint.mintId,
        minted ? 'minted' : final.status === 'failed' ? 'failed' : 'reserved',
        minted ? at : null,
        typeof hash === 'string' ? hash : null,
        reason,
      ],
    ];
  });
  await updateRows(tx, {
    table: 'mint',
    key: 'id',
    columns: { state: 'text', minted_at: 'int', tx_hash: 'text', reason: 'text' },
    rows,
    where: "state = 'reserved'",
  });
}
