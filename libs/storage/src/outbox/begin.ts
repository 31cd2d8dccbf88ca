import type { OutboxStore, ToBegin } from '@sojourn/execution';
import { groupBy } from '@sojourn/kernel';
import type { Database, Tx } from '../database/database.js';
import { DATABASE_NOW } from '../shards/database-clock.js';
import { stateIs } from '../journey-store/state-guard.js';
import { markSending } from './mark-sending.js';
import { GREATEST, LEAST, UNTAKEN } from './rows.js';

/** Longer than that fills no bucket fuller; times the highest rate it still fits a BIGINT. */
const LONGEST_IDLE_MS = 10_000_000_000;

type Ask = Parameters<OutboxStore['begin']>[0];

/** Marks deliveries of this holder as being sent, as many as bucket and bound of their lanes admit. */
export async function begin(
  database: Database,
  holder: string,
  { now, leaseMs, items }: Ask,
): Promise<ReadonlySet<number>> {
  if (items.length === 0) return new Set();
  const bodyHashes = new Map(items.flatMap(({ id, bodyHash }) => (bodyHash === undefined ? [] : [[id, bodyHash]])));
  return database.inTransaction(async (tx) => {
    const admitted: number[] = [];
    const lanes = groupBy(items, ({ workspaceId, channel }) => `${workspaceId} ${channel}`);
    // Always in the same order: two workers that lock lanes must not wait for each other.
    for (const [, group] of [...lanes].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const places = group[0]?.limited ? await placesIn(tx, group) : group.length;
      admitted.push(...group.slice(0, places).map(({ id }) => id));
      await handBack(tx, holder, group.slice(places));
    }
    if (admitted.length === 0) return new Set<number>();
    const from = `${stateIs('ready')} AND holder = '${holder}'`;
    return markSending(tx, admitted, { now, leaseMs, holder, from, bodyHashes });
  });
}

/** How many of a lane's deliveries may begin: by the bound on those under way everywhere, then by the bucket. */
async function placesIn(tx: Tx, group: readonly ToBegin[]): Promise<number> {
  const { workspaceId, channel } = group[0]!; // groupBy makes no empty groups
  const own = [workspaceId, channel] as const;
  const clock = DATABASE_NOW[tx.dialect.name];
  const refilled = `${LEAST[tx.dialect.name]}(burst * 1000, tokens_milli + ${LEAST[tx.dialect.name]}(${LONGEST_IDLE_MS}, ${GREATEST[tx.dialect.name]}(0, ${clock} - refilled_at)) * rate_milli / 1000)`;
  // Locked: what one worker counts, another must not count at the same time.
  const [lane] = await tx.rows<{ rateMilli: number | null; concurrency: number | null; milli: number | null }>(
    `SELECT rate_milli AS rateMilli, concurrency, ${refilled} AS milli FROM send_lane WHERE workspace_id = ? AND channel = ?${tx.dialect.forUpdate}`,
    own,
  );
  let places = group.length;
  if (lane?.concurrency != null) {
    const [under] = await tx.rows<{ n: number }>(
      "SELECT COUNT(*) AS n FROM outbox WHERE state = 'sending' AND workspace_id = ? AND channel = ?",
      own,
    );
    places = Math.min(places, Math.max(0, lane.concurrency - Number(under?.n ?? 0)));
  }
  if (lane?.rateMilli == null) return places;
  places = Math.min(places, Math.floor(Number(lane.milli) / 1000));
  if (places <= 0) return 0;
  const { affected } = await tx.run(
    `UPDATE send_lane SET tokens_milli = ${refilled} - ?, refilled_at = ${GREATEST[tx.dialect.name]}(refilled_at, ${clock})
     WHERE workspace_id = ? AND channel = ? AND ${refilled} >= ?`,
    [places * 1000, ...own, places * 1000],
  );
  return affected === 1 ? places : 0;
}

async function handBack(tx: Tx, holder: string, items: readonly ToBegin[]): Promise<void> {
  if (items.length === 0) return;
  const list = tx.dialect.among(items.map(({ id }) => id));
  await tx.run(`UPDATE outbox SET ${UNTAKEN} WHERE id IN ${list.sql} AND ${stateIs('ready')} AND holder = ?`, [
    ...list.params,
    holder,
  ]);
}
