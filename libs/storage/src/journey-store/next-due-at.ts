import type { Reader } from '../database/database.js';
import { LANES_WITH_RUNS } from './lane-work.js';

/** One step into an index each, and one for each lane: cheap enough to ask after every batch. */
const SOURCES = [
  "SELECT due_at AS at FROM outbox WHERE state = 'ready' ORDER BY due_at LIMIT 1",
  "SELECT due_at AS at FROM outbox WHERE state = 'sending' ORDER BY due_at LIMIT 1",
  'SELECT due_at AS at FROM entry_timer ORDER BY due_at LIMIT 1',
  'SELECT at FROM `signal` ORDER BY id LIMIT 1',
];

/** The earliest moment at which anything wants attention: a run, a delivery, an entry timer, an event not yet routed. */
export async function nextDueAt(read: Reader): Promise<number | null> {
  const lanes = await read.rows<{ dueAt: number | null }>(LANES_WITH_RUNS[read.dialect.name]);
  let earliest = lanes.reduce<number | null>(
    (least, { dueAt }) => (dueAt === null ? least : Math.min(least ?? dueAt, dueAt)),
    null,
  );
  for (const sql of SOURCES) {
    const [row] = await read.rows<{ at: number }>(sql);
    if (row && (earliest === null || row.at < earliest)) earliest = row.at;
  }
  return earliest;
}
