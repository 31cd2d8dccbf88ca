import type { Counters } from './replay.js';

export interface NodeReport {
  readonly type: string;
  readonly title: string | null;
  readonly entered: number;
  /** Runs standing here at the end. */
  readonly waiting: number;
  readonly outcomes: { readonly [outcome: string]: number };
}

export interface JourneyReport {
  readonly name: string;
  readonly entries: number;
  /** Runs not over at the end of the log. */
  readonly waiting: number;
  /** Runs over, by reason: finished, goal, exit, unconnected, removed, failed. */
  readonly ended: { readonly [reason: string]: number };
  readonly quarantined: number;
  readonly nodes: { readonly [nodeId: string]: NodeReport };
}

export interface ReplayReport {
  readonly file: string;
  readonly database: string;
  readonly batchSize: number;
  readonly resumed: boolean;
  /** Lines that held an event, duplicates included. */
  readonly events: number;
  /** Events whose id had been read before. */
  readonly duplicates: number;
  readonly malformed: { readonly count: number; readonly lines: Counters['problems'] };
  /** Of the virtual clock. */
  readonly clock: { readonly start: string; readonly end: string } | null;
  readonly journeys: { readonly [key: string]: JourneyReport };
  readonly speed: {
    readonly seconds: number;
    readonly eventsPerSecond: number;
    /** Nodes left or waited at. */
    readonly contactSteps: number;
    readonly contactStepsPerSecond: number;
    readonly peakRssMb: number;
  };
}

/** The report for people: one block a journey, one line a node. */
export function asText(report: ReplayReport): string {
  const { events, duplicates, malformed, journeys, speed } = report;
  const lines = [`${report.file}: ${events} events read, ${duplicates} duplicates, ${malformed.count} malformed`];
  for (const { line, problem } of malformed.lines.slice(0, 10)) lines.push(`  line ${line}: ${problem}`);
  for (const [key, journey] of Object.entries(journeys)) {
    lines.push('', `${journey.name} (${key}): ${journey.entries} entries, ${journey.waiting} still waiting`);
    for (const [id, node] of Object.entries(journey.nodes)) {
      const outcomes = Object.entries(node.outcomes).map(([outcome, n]) => `${outcome} ${n}`);
      const label = (node.title ?? id).padEnd(24);
      lines.push(
        `  ${label} ${node.type.padEnd(14)} ${String(node.entered).padStart(8)} in   ${outcomes.join(', ') || '-'}`,
      );
    }
    const ended = Object.entries(journey.ended).map(([reason, n]) => `${reason} ${n}`);
    lines.push(
      `  ended: ${ended.join(', ') || 'none'}${journey.quarantined ? `; quarantined ${journey.quarantined}` : ''}`,
    );
  }
  lines.push(
    '',
    `${speed.seconds.toFixed(1)} s: ${speed.eventsPerSecond} events/s, ${speed.contactStepsPerSecond} contact-steps/s, peak ${speed.peakRssMb} MB`,
  );
  return lines.join('\n');
}
