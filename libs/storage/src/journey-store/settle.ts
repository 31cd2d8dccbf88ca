import type { JourneyStore, KeyedAsk } from '@sojourn/execution';
import { lockContacts } from '../contacts/lock-contacts.js';
import type { Database, Tx } from '../database/database.js';
import { ascending, parseJson, rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';
import { standing } from './held-shards.js';
import { settleCollectibles } from './settle-collectibles.js';
import { settleCoupons } from './settle-coupons.js';
import { UNDER_WAY } from './state-guard.js';

/** What the host answers a node, as the port declares it. */
export type Answer = Awaited<ReturnType<JourneyStore['settle']>> extends ReadonlyMap<number, infer A> ? A : never;
export type AskOf<Kind extends KeyedAsk['ask']['kind']> = Omit<KeyedAsk, 'ask'> & {
  readonly ask: Extract<KeyedAsk['ask'], { kind: Kind }>;
};

/** Gives out things of value, once per ask. Contacts are locked first, so that a limit per contact holds across workers. */
export async function settle(
  database: Database,
  asks: readonly KeyedAsk[],
  now: number,
): Promise<ReadonlyMap<number, Answer>> {
  if (asks.length === 0) return new Map();
  return database.inTransaction(async (tx) => {
    const stands = await standing(tx, asks.flatMap(({ lease }) => lease ?? [])); // prettier-ignore
    const ours = asks.filter(({ lease }) => lease === undefined || stands(lease));
    await lockContacts(tx, ours.map(({ contactId }) => contactId)); // prettier-ignore
    const held = await heldByUs(tx, ours);
    const answers = await answeredBefore(tx, held);
    const open = held.filter(({ runId }) => !answers.has(runId));
    const fresh = new Map<number, Answer>([
      ...(await settleCoupons(tx, open.filter((ask): ask is AskOf<'coupon.issue'> => ask.ask.kind === 'coupon.issue'), now)), // prettier-ignore
      ...(await settleCollectibles(tx, open.filter((ask): ask is AskOf<'collectible.reserve'> => ask.ask.kind === 'collectible.reserve'), now)), // prettier-ignore
    ]);
    await insertRows(
      tx,
      'ask',
      ['run_id', 'node_id', 'visit', 'kind', 'workspace_id', 'answer'],
      open.map(({ runId, nodeId, visit, ask, workspaceId }) => [
        runId,
        nodeId,
        visit,
        ask.kind,
        workspaceId,
        JSON.stringify(fresh.get(runId)),
      ]),
    );
    return new Map([...answers, ...fresh]);
  });
}

async function heldByUs(tx: Tx, asks: readonly KeyedAsk[]): Promise<KeyedAsk[]> {
  const rows = await rowsAmong<{ id: number; fence: number }>(
    tx,
    ascending(asks.map(({ runId }) => runId)),
    (list) => `SELECT id, fence FROM run WHERE id IN ${list} AND ${UNDER_WAY} ORDER BY id${tx.dialect.forUpdate}`,
  );
  const fences = new Map(rows.map(({ id, fence }) => [id, fence]));
  return asks.filter(({ runId, fence }) => fences.get(runId) === fence);
}

async function answeredBefore(tx: Tx, asks: readonly KeyedAsk[]): Promise<Map<number, Answer>> {
  const rows = await rowsAmong<{ runId: number; nodeId: string; visit: number; kind: string; answer: string }>(
    tx,
    asks.map(({ runId }) => runId),
    (list) => `SELECT run_id AS runId, node_id AS nodeId, visit, kind, answer FROM ask WHERE run_id IN ${list}`,
  );
  const stored = new Map(rows.map((row) => [`${row.runId}:${row.nodeId}:${row.visit}:${row.kind}`, row.answer]));
  return new Map(
    asks.flatMap(({ runId, nodeId, visit, ask }): [number, Answer][] => {
      const answer = parseJson<Answer>(stored.get(`${runId}:${nodeId}:${visit}:${ask.kind}`));
      return answer ? [[runId, answer]] : [];
    }),
  );
}
