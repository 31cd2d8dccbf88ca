import type { JourneyStore } from '@sojourn/execution';
import type { Reader } from '../database/database.js';

/**
 * One step into an index each. Asked before every round of work, so that rounds without any cost no transaction.
 * An entry timer's turn comes when no signal is left that arrived by its time.
 */
const SQL = `SELECT
  EXISTS (SELECT 1 FROM \`signal\`) AS signals,
  EXISTS (SELECT 1 FROM entry_timer WHERE due_at <= ? AND due_at < COALESCE((SELECT s.at FROM \`signal\` s ORDER BY s.id LIMIT 1), ${Number.MAX_SAFE_INTEGER})) AS timers,
  EXISTS (SELECT 1 FROM run WHERE state = 'active' AND due_at <= ?) AS runs,
  EXISTS (SELECT 1 FROM outbox WHERE state = 'ready' AND due_at <= ?)
    OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND due_at <= ?) AS deliveries`;

type Work = Awaited<ReturnType<JourneyStore['workAt']>>;

/** Which kinds of work wait at a moment. */
export async function workAt(read: Reader, now: number): Promise<Work> {
  const [row] = await read.rows<Record<keyof Work, number>>(SQL, [now, now, now, now]);
  return {
    signals: Boolean(row?.signals),
    timers: Boolean(row?.timers),
    runs: Boolean(row?.runs),
    deliveries: Boolean(row?.deliveries),
  };
}
