import type { LatenessSummary } from './lateness.js';

/** What a benchmark asks of an engine in a process of its own. Contacts are a range of places: user `u<place>`. */
export type EngineAsk =
  | {
      readonly do: 'open';
      readonly url: string;
      readonly connections: number;
      readonly batchSize: number;
      /** Where virtual time begins, epoch milliseconds. */
      readonly virtualFrom: number;
    }
  /** Lets contacts in by the same service as `POST /api/journeys/:id/entries`. */
  | {
      readonly do: 'admit';
      readonly workspaceId: number;
      readonly journeyId: number;
      readonly at: number;
      readonly contactIds: readonly number[];
    }
  /** Takes events in as the tracking API does, one for each place, types in turn. */
  | {
      readonly do: 'ingest';
      readonly workspaceId: number;
      readonly types: readonly string[];
      readonly at: number;
      readonly from: number;
      readonly to: number;
    }
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
  readonly rssMb: number;
}

export interface Lived extends Worked {
  readonly late: LatenessSummary;
}

export type EngineAnswer = { readonly ok: unknown } | { readonly failed: string };
