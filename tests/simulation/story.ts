import { groupBy } from '@sojourn/kernel';
import type { ShadowRun, ShadowTables } from '@sojourn/execution/shadow';
import type { JourneySpec, Step } from './world.js';
import { drawn, outcomesOf } from './drawing.js';

/** One stay of a run on a node, as its traces tell it. */
export interface Stay {
  readonly nodeId: string;
  readonly visit: number;
  /** Undefined: the exit node at the end of the row. */
  readonly step: Step | undefined;
  readonly from: number;
  /** Null: the run stands there still, or ended there. */
  readonly outcome: string | null;
  readonly until: number | null;
}

export interface Story {
  readonly run: ShadowRun;
  readonly journey: JourneySpec;
  readonly stays: readonly Stay[];
  /** What in the traces does not follow from the drawing. */
  readonly gaps: readonly string[];
}

/** Every run's way through its drawing, read from its traces alone, and checked against the drawing step by step. */
export function stories(tables: ShadowTables, journeys: readonly JourneySpec[]): Story[] {
  const traces = groupBy(tables.traces, ({ runId }) => runId);
  const edges = journeys.map((journey, i) => edgesOf(journey, i));
  return [...tables.runs.values()].map((run) => {
    const place = run.journeyId - 1;
    const journey = journeys[place]!; // published in this order
    const stays: Stay[] = [];
    const gaps: string[] = [];
    const visits = new Map<string, number>([['n0', 1]]);
    let at: string | undefined = 'n0';
    let since = run.startedAt;
    const stepOf = (nodeId: string): Step | undefined => journey.steps[Number(nodeId.slice(1))];
    for (const trace of traces.get(run.id) ?? [])
      for (const { nodeId, visit, outcome } of trace.steps) {
        if (nodeId !== at || visit !== visits.get(nodeId))
          gaps.push(`run ${run.id} is at ${nodeId}.${visit}, expected at ${at}.${visits.get(at ?? '')}`);
        if (outcome === null) continue;
        const step = stepOf(nodeId);
        if (step && !outcomesOf(step).includes(outcome)) gaps.push(`${nodeId} has no outcome ${outcome}`);
        stays.push({ nodeId, visit, step, from: since, outcome, until: trace.at });
        at = edges[place]?.get(`${nodeId} ${outcome}`);
        since = trace.at;
        if (at !== undefined) visits.set(at, (visits.get(at) ?? 0) + 1);
      }
    if (at !== undefined) {
      stays.push({ nodeId: at, visit: visits.get(at) ?? 0, step: stepOf(at), from: since, outcome: null, until: null });
      if (run.nodeId !== at) gaps.push(`run ${run.id} stands at ${run.nodeId}, its traces lead to ${at}`);
    } else if (run.endReason !== 'unconnected') {
      gaps.push(`run ${run.id} left by an outcome that leads nowhere, and is ${run.state} ${run.endReason ?? ''}`);
    }
    return { run, journey, stays, gaps };
  });
}

function edgesOf(journey: JourneySpec, place: number): ReadonlyMap<string, string> {
  return new Map(drawn(journey, place).edges.map(({ from, to }) => [`${from.node} ${from.outcome}`, to]));
}
