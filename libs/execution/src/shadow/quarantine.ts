import type { JourneyStore } from '../ports.js';
import { isUnderWay, type ShadowTables } from './tables.js';

const LONGEST_REASON = 191;

/** Parks runs with the reason; they keep their place, and count as under way until someone repairs or removes them. */
export function quarantine(tables: ShadowTables, runs: Parameters<JourneyStore['quarantine']>[0]): void {
  for (const { id, fence, reason } of runs) {
    const run = tables.runs.get(id);
    if (!run || run.fence !== fence || !isUnderWay(run)) continue;
    tables.change(run, {
      ...{ state: 'quarantined', dueAt: null, fence: fence + 1, subscriptions: [] },
      endDetail: reason.slice(0, LONGEST_REASON),
    });
  }
}
