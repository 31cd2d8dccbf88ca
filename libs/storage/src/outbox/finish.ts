import type { OutboxItem, OutboxResult } from '@sojourn/execution';
import type { Tx } from '../database/database.js';
import { ascending, parseJson, rowsAmong } from '../database/read.js';
import { updateRows } from '../database/write.js';
import { stateIs, UNDER_WAY } from '../journey-store/state-guard.js';
import { dropSubscriptions, makeDue } from '../journey-store/write-routing.js';
import { LONGEST_REASON } from './rows.js';

export type Final = Extract<OutboxResult, { final: unknown }>;

interface Sent {
  readonly id: number;
  readonly runId: number;
  readonly nodeId: string;
  readonly visit: number;
  /** Of a mint only. */
  readonly mint: string | null;
  /** Of a plugin's call only. */
  readonly callKey: string | null;
}

/** Rows that may still be given an end: a condition over the row's bare columns, with its parameters. */
export interface Open {
  readonly sql: string;
  readonly params?: readonly unknown[];
}
export const SENDING: Open = { sql: stateIs('sending') };

/**
 * Writes ends on rows that are still open; the runs that wait for them become due with the receipt. Answers how many rows it
 * ended.
 */
export async function finish(tx: Tx, finals: readonly Final[], open: Open = SENDING): Promise<number> {
  if (finals.length === 0) return 0;
  const byId = new Map(finals.map((final) => [final.id, final]));
  const sent = await rowsAmong<Sent>(
    tx,
    ascending(byId.keys()),
    (list) =>
      `SELECT id, run_id AS runId, node_id AS nodeId, visit, CASE WHEN kind = 'mint' THEN effect END AS mint,
         CASE WHEN kind = 'plugin' THEN effect_key END AS callKey FROM outbox
       WHERE id IN ${list} AND ${open.sql} ORDER BY id${tx.dialect.forUpdate}`,
    [],
    open.params,
  );
  if (sent.length === 0) return 0;
  await updateRows(tx, {
    table: 'outbox',
    key: 'id',
    columns: { state: 'text', reason: 'text', settled_at: 'int', due_at: 'int' },
    rows: sent.map(({ id }) => {
      const { at, final, dead } = byId.get(id)!; // selected by these ids
      return [id, dead ? 'dead' : final.status, final.reason?.slice(0, LONGEST_REASON), at, at];
    }),
    set: 'lease_until = NULL',
  });
  await settleMints(tx, sent, byId);
  await tellRuns(tx, sent, byId);
  return sent.length;
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
  for (const { id, runId, nodeId, visit, callKey } of sent) {
    const run = standing.get(runId);
    // A run that has moved on asked for no receipt.
    if (run?.nodeId !== nodeId || parseJson<Record<string, number>>(run.visits)?.[nodeId] !== visit) continue;
    const { at, final } = byId.get(id)!; // `sent` was selected by these ids
    const call = callKey === null ? undefined : callKey.slice(callKey.lastIndexOf(':') + 1);
    wakes.set(runId, { runId, at, pending: { kind: 'receipt', receipt: final, ...(call && { call }) } });
  }
  if (wakes.size === 0) return;
  await makeDue(tx, [...wakes.values()]);
  await dropSubscriptions(tx, [...wakes.keys()]);
}

async function settleMints(tx: Tx, sent: readonly Sent[], byId: ReadonlyMap<number, Final>): Promise<void> {
  const rows = sent.flatMap(({ id, mint: effect }) => {
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
    where: "state <> 'minted'",
  });
}
