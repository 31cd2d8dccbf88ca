import type { ClaimedRow, RowSamples } from './raw-rows.js';

/**
 * How a bare loop speaks to its database. Rows stand in a ring: the one that has waited longest is claimed next, and goes
 * to the end when it was moved.
 */
export interface BareLoop {
  /** Statement forms it knows; the fastest is the limit. */
  readonly forms: readonly string[];
  /** Loops at the same time that are worth trying. */
  readonly lanes: readonly number[];
  /** Moves `rows` rows in batches. */
  move(how: Movement): Promise<void>;
  close(): Promise<void>;
}

export interface Movement {
  readonly form: string;
  readonly lanes: number;
  readonly rows: number;
  readonly batchSize: number;
  /** `write` pushes the claimed rows' time to the end of a lease, as workers without owners must; `read` trusts an owner. */
  readonly claim: 'write' | 'read';
  readonly samples: RowSamples;
}

/** Beyond every place in the ring: where claimed rows stand until they are moved. */
export const LEASED = 9_000_000_000_000_000;

/** Numbers that rise over all lanes: places in the ring, and ids of traces. */
export class Rising {
  #next = 1;

  take(count: number): number {
    const first = this.#next;
    this.#next += count;
    return first;
  }
}

export type Claim = (limit: number) => Promise<readonly ClaimedRow[]> | readonly ClaimedRow[];
