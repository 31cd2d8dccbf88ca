import type { PathStep, Why } from '../api/types.js';

/** One visit of a node: what it said while it held the run, and what it said when it let go. */
export interface Visit extends Omit<PathStep, 'why'> {
  readonly whys: readonly Why[];
}

/** A node that waits is traced twice or more, when it begins and when it ends: readers want one line with both reasons. */
export function visitsOf(path: readonly PathStep[]): Visit[] {
  const visits: Visit[] = [];
  for (const { why, ...step } of path) {
    const last = visits.at(-1);
    const whys = why ? [why] : [];
    if (last && last.outcome === null && last.nodeId === step.nodeId && last.visit === step.visit) {
      visits[visits.length - 1] = { ...step, whys: [...last.whys, ...whys] };
    } else {
      visits.push({ ...step, whys });
    }
  }
  return visits;
}
