import type { ClaimLane, Lane, LaneWork, ShardLease } from './ports.js';

/** Lanes that one statement claims from, at most and at least. */
const MOST_LANES = 32;
const FEWEST_LANES = 4;
/**
 * How long what was learnt of the lanes is believed while there is work, milliseconds: other processes write too (an event, an
 * admission, a repaired run).
 */
const BELIEVED_MS = 1_000;
/** Lanes whose last turn is remembered. */
const REMEMBERED = 50_000;

interface LaneState {
  readonly shard: number;
  readonly workspaceId: number;
  /** Nothing is due before; null: nothing is due that we know of. */
  dueAt: number | null;
  /** The last run claimed of that moment. */
  runId: number;
  signals: boolean;
}
const nameOf = (lane: { readonly shard: number; readonly workspaceId: number }): string =>
  `${lane.shard}:${lane.workspaceId}`;

/**
 * Whose turn it is. A lane is one workspace's contacts of one shard; those chosen for a batch get equal shares of it, workspace by
 * workspace, and who was left out comes first the next time: millions due in one workspace delay nobody in another.
 *
 * Keeps in mind how far each lane has been worked. What was claimed before that moment still lies in front of it in the index until
 * the database has swept it; a scan that began there would read all of that again.
 */
export class Lanes {
  #known = new Map<string, LaneState>();
  #askedAt = -Infinity;
  readonly #turns = new Map<string | number, number>();
  #turn = 0;
  #width = MOST_LANES;

  /** Whether the store must be asked again before the next choice. */
  isStale(now: number): boolean {
    return now - this.#askedAt >= BELIEVED_MS || now < this.#askedAt;
  }

  learn(work: readonly LaneWork[], now: number): void {
    this.#known = new Map(work.map((lane) => [nameOf(lane), { ...lane, runId: 0 }]));
    this.#askedAt = now;
  }

  /** The next choice asks the store first. */
  forget(): void {
    this.#askedAt = -Infinity;
  }

  /** The earliest moment at which a run of these lanes will be due, as far as was learnt; null: none waits for time. */
  nextDueAt(): number | null {
    let next: number | null = null;
    for (const { dueAt } of this.#known.values()) if (dueAt !== null && (next === null || dueAt < next)) next = dueAt;
    return next;
  }

  /** The lanes to claim from at `now`: those whose turn it is, or all that are due. */
  due(leases: readonly ShardLease[], now: number, all = false): ClaimLane[] {
    const leaseOf = byShard(leases);
    const due = [...this.#known.values()].filter(
      ({ dueAt, shard }) => dueAt !== null && dueAt <= now && leaseOf.has(shard),
    );
    return (all ? due : this.#inTurn(due, this.#width)).map((lane) => ({
      lease: leaseOf.get(lane.shard)!, // kept above
      workspaceId: lane.workspaceId,
      signals: lane.signals,
      after: lane.dueAt === null ? undefined : { dueAt: lane.dueAt, id: lane.runId },
    }));
  }

  /** The lanes to route: those whose turn it is. */
  heard(leases: readonly ShardLease[]): Lane[] {
    const leaseOf = byShard(leases);
    const heard = [...this.#known.values()].filter(({ signals, shard }) => signals && leaseOf.has(shard));
    return this.#inTurn(heard, MOST_LANES).map(({ shard, workspaceId }) => ({
      lease: leaseOf.get(shard)!, // kept above
      workspaceId,
    }));
  }

  /**
   * Told what a claim brought. A lane that gave its whole share goes on where it stopped; one that gave less has nothing more that
   * is due. A batch that stays small spreads over more lanes the next time, a full one over fewer.
   */
  claimed(
    lanes: readonly ClaimLane[],
    runs: readonly {
      readonly shard: number;
      readonly workspaceId: number;
      readonly dueAt: number;
      readonly id: number;
    }[],
    limit: number,
    inOrder: boolean,
  ): void {
    const share = shareOf(limit, lanes.length);
    const counts = new Map<LaneState, number>();
    for (const { lease, workspaceId } of lanes) {
      const state = this.#known.get(nameOf({ shard: lease.shard, workspaceId }));
      if (state) counts.set(state, 0);
    }
    // In the order of (due time, id), so the last one stands.
    for (const run of runs) {
      const state = this.#known.get(nameOf(run));
      if (!state) continue;
      counts.set(state, (counts.get(state) ?? 0) + 1);
      state.dueAt = run.dueAt;
      state.runId = run.id;
    }
    // In order, a lane may have more than it was asked for: only when none has anything is it over.
    for (const [state, count] of counts) if (inOrder ? runs.length === 0 : count < share) state.dueAt = null;
    if (runs.length >= limit * 0.9) this.#width = Math.max(FEWEST_LANES, this.#width >> 1);
    else if (runs.length < limit * 0.5) this.#width = Math.min(MOST_LANES, this.#width << 1);
  }

  /** One lane of each workspace in turn, again and again, until there are enough. */
  #inTurn(lanes: readonly LaneState[], most: number): LaneState[] {
    if (lanes.length <= most) return [...lanes];
    if (this.#turns.size > REMEMBERED) this.#turns.clear();
    const turnOf = (key: string | number): number => this.#turns.get(key) ?? 0;
    const queues = new Map<number, LaneState[]>();
    for (const lane of lanes) {
      const queue = queues.get(lane.workspaceId);
      if (queue) queue.push(lane);
      else queues.set(lane.workspaceId, [lane]);
    }
    for (const queue of queues.values()) queue.sort((a, b) => turnOf(nameOf(b)) - turnOf(nameOf(a)));
    const order = [...queues.keys()].sort((a, b) => turnOf(a) - turnOf(b));
    const chosen: LaneState[] = [];
    while (chosen.length < most) {
      for (const workspaceId of order) {
        const lane = queues.get(workspaceId)?.pop();
        if (!lane || chosen.length === most) continue;
        chosen.push(lane);
        this.#turns.set(nameOf(lane), ++this.#turn).set(workspaceId, this.#turn);
      }
    }
    return chosen;
  }
}

/** What a lane may give of a batch. */
export const shareOf = (limit: number, lanes: number): number => Math.max(1, Math.ceil(limit / Math.max(1, lanes)));

function byShard(leases: readonly ShardLease[]): ReadonlyMap<number, ShardLease> {
  return new Map(leases.map((lease) => [lease.shard, lease]));
}
