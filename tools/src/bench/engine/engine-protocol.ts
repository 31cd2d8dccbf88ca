import type { LatenessSummary } from './lateness.js';

/** What a benchmark asks of an engine in a process of its own. */
export type EngineAsk =
  | {
      readonly do: 'open';
      readonly url: string;
      readonly connections: number;
      readonly batchSize: number;
      /** Where virtual time begins, epoch milliseconds. */
      readonly virtualFrom: number;
    }
  /** Answers how many shards the engine owns now, after a look at who else lives. */
  | { readonly do: 'share' }
  /** Does everything that is due at `now`, which virtual time is then. */
  | { readonly do: 'work'; readonly now: number }
  /**
   * Works on real time, as a worker does: the clock goes on from virtual time by the machine's, `offsetMs` away from it. Ends
   * when `last` has passed and nothing is left, at the latest at `until`, both by that clock. Keeps up to `timers` latenesses.
   */
  | {
      readonly do: 'live';
      readonly offsetMs: number;
      readonly last: number;
      readonly until: number;
      readonly timers: number;
    }
  | { readonly do: 'close' };

/** What a stretch of work did and cost this process. */
export interface Worked {
  readonly ms: number;
  readonly wakes: number;
  readonly routed: number;
  /** Inside routing, from taking signals to having written what they do. */
  readonly routingMs: number;
  readonly admitted: number;
  readonly delivered: number;
  readonly quarantined: number;
  /** Sent to the database, as this process counts them. */
  readonly statements: number;
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
  /** Before the work began. */
  readonly startRssMb: number;
}

export interface Lived extends Worked {
  readonly late: LatenessSummary;
}

export type EngineAnswer = { readonly ok: unknown } | { readonly failed: string };
