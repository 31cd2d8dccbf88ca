import type { JourneyStore } from '@sojourn/execution';
import type { Reader } from '../database/database.js';
import { afterSignals } from './after-signals.js';

/** One step into an index each. Asked before every round of work, so that rounds without any cost no transaction. */
export const WORK_AT = `SELECT
  EXISTS (SELECT 1 FROM entry_timer WHERE due_at <= ?) AS timers,
  EXISTS (SELECT 1 FROM outbox WHERE state = 'ready' AND due_at <= ?)
    OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND due_at <= ?) AS deliveries`;

type Work = Awaited<ReturnType<JourneyStore['workAt']>>;

/** Whether entry timers or deliveries wait at a moment. */
export async function workAt(read: Reader, now: number): Promise<Work> {
  const [row] = await read.rows<Record<keyof Work, number>>(WORK_AT, [now, now, now]);
  return { timers: Boolean(row?.timers) && (await timersAt(read, now)), deliveries: Boolean(row?.deliveries) };
}

async function timersAt(read: Reader, now: number): Promise<boolean> {
  const { sql, params } = await afterSignals(read);
  if (sql === '') return true;
  const [row] = await read.rows<{ due: number }>(
    `SELECT EXISTS (SELECT 1 FROM entry_timer WHERE due_at <= ?${sql}) AS due`,
    [now, ...params],
  );
  return Boolean(row?.due);
}
