import type { ClaimedRun, JourneyStore, Lane, NextState, Routed, Signal, StepResult } from '@sojourn/execution';
import type { Json } from '@sojourn/kernel';
import type { Database } from './database/database.js';
import { createEventStore, type EventStore } from './events/index.js';
import { createJourneyStore } from './journey-store/index.js';
import { insertRows } from './database/write.js';

type Waiting = Extract<NextState, { state: 'waiting' }>;

/** Two scenes of one workspace send different messages. */
let scenes = 0;

/** A database with contacts who may be sent on journeys, in few words. For specs. */
export class Scene {
  readonly database: Database;
  readonly store: JourneyStore;
  readonly events: EventStore;
  readonly workspaceId: number;
  readonly #number = ++scenes;
  #messages = 0;
  readonly #claimed = new Set<string>();
  readonly #routing = new Set<number>();

  constructor(database: Database, workspaceId: number) {
    this.database = database;
    this.workspaceId = workspaceId;
    this.store = createJourneyStore(database);
    this.events = createEventStore(database);
  }

  /** Something happened to these users, not yet routed. */
  async happens(
    type: string,
    userIds: readonly string[],
    at: number,
    properties: Record<string, Json> = {},
  ): Promise<number[]> {
    const results = await this.events.ingest(
      userIds.map((userId) => ({
        workspaceId: this.workspaceId,
        kind: 'track' as const,
        messageId: `${this.workspaceId}:${this.#number}:${++this.#messages}`,
        userId,
        type,
        occurredAt: at,
        properties,
        source: 'spec',
      })),
      at,
    );
    return results.map(({ contactId }) => contactId ?? 0);
  }

  /** Routes what happened; nobody listens. */
  async ignore(): Promise<void> {
    while ((await this.routeSignals(1_000, () => Promise.resolve(NOTHING))).signals > 0);
  }

  /** Routes what happened; every event lets its contact into the journey, at node `n1`. */
  async admit(journeyId: number, key = ''): Promise<number> {
    let admitted = 0;
    for (;;) {
      const routed = await this.routeSignals(1_000, (signals) =>
        Promise.resolve({
          ...NOTHING,
          admit: signals.map(({ workspaceId, contactId, at, id }) => ({
            workspaceId,
            journeyId,
            versionId: journeyId * 10,
            contactId,
            key,
            entryId: 'e1',
            nodeId: 'n1',
            at,
            entryEventId: id,
          })),
        }),
      );
      if (routed.signals === 0) return admitted;
      admitted += routed.admitted;
    }
  }

  /** So many contacts in a journey, each with one run due at `at`. */
  async enter(journeyId: number, count: number, at: number): Promise<void> {
    await this.happens('enter', Array.from({ length: count }, (_, i) => `j${journeyId}-${i}`), at); // prettier-ignore
    await this.admit(journeyId);
  }

  /**
   * Due runs, at most one a contact, in the order of their moments. Like a worker, the scene keeps in mind what it has claimed and
   * hands it out once, until `forget`.
   */
  async claim(now: number, limit = 1_000): Promise<readonly ClaimedRun[]> {
    const lanes = await this.lanes();
    // Enough of every lane, so that the first of all are among them.
    const claim = { lanes, now, limit: (limit + this.#claimed.size) * lanes.length };
    const runs: ClaimedRun[] = [];
    const contacts = new Set<number>();
    for (const run of await this.store.claimRuns(claim)) {
      if (runs.length === limit) break;
      if (contacts.has(run.contactId) || this.#claimed.has(`${run.id}:${run.fence}`)) continue;
      contacts.add(run.contactId);
      runs.push(run);
    }
    for (const run of runs) this.#claimed.add(`${run.id}:${run.fence}`);
    return runs;
  }

  /** As when the worker dies: what it had claimed is simply due. */
  forget(runs?: readonly ClaimedRun[]): void {
    if (runs) for (const run of runs) this.#claimed.delete(`${run.id}:${run.fence}`);
    else this.#claimed.clear();
  }

  /** The workspace's lanes that hold something, as whoever owns their shards now would work on them. */
  async lanes(): Promise<readonly Lane[]> {
    const leases = await this.store.shards.owners();
    const leaseOf = new Map(leases.map((lease) => [lease.shard, lease]));
    const work = (await this.store.laneWork(leases)).filter(({ workspaceId }) => workspaceId === this.workspaceId);
    return work.map(({ shard, workspaceId }) => ({ lease: leaseOf.get(shard)!, workspaceId })); // asked for these shards
  }

  /** Routes up to `limit` signals of the workspace, like a worker: never two of a contact at a time. */
  async routeSignals(limit: number, route: Parameters<JourneyStore['routeSignals']>[1]): Promise<Routed> {
    let mine: readonly number[] = [];
    const release = (): void => mine.forEach((id) => this.#routing.delete(id));
    const reserve = (ids: readonly number[]): ReadonlySet<number> => {
      release();
      mine = ids.filter((id) => !this.#routing.has(id));
      for (const id of mine) this.#routing.add(id);
      return new Set(mine);
    };
    try {
      return await this.store.routeSignals({ lanes: await this.lanes(), limit, reserve }, route);
    } finally {
      release();
    }
  }

  /** Takes the engine's part: routes with the stored subscriptions. */
  async route(): Promise<void> {
    const wake = async (
      signals: readonly Signal[],
      read: Parameters<Parameters<JourneyStore['routeSignals']>[1]>[1],
    ) => {
      const subscriptions = await read.subscriptions(
        signals.map(({ contactId, event }) => ({ contactId, event: event.type })),
      );
      const wakes = subscriptions.flatMap(({ runId, contactId, event, subscription }) => {
        const signal = signals.find((one) => one.contactId === contactId && one.event.type === event);
        return signal ? [{ runId, subscription, eventId: signal.id, at: signal.at }] : [];
      });
      return { ...NOTHING, wake: wakes };
    };
    while ((await this.routeSignals(1_000, wake)).signals > 0);
  }

  async rows<Row = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<Row[]> {
    return this.database.read.rows<Row>(sql, params);
  }

  async count(table: string): Promise<number> {
    const [row] = await this.rows<{ n: number }>(
      `SELECT COUNT(*) AS n FROM \`${table}\` WHERE workspace_id = ?`,
      this.workspaceId,
    );
    return row?.n ?? 0;
  }

  async addPool(
    name: string,
    codes: number,
    rules: { limit?: number; from?: number; until?: number; days?: number; state?: string } = {},
  ): Promise<number> {
    return this.database.inTransaction(async (tx) => {
      const [id = 0] = await tx.take('coupon_pool', 1);
      const { limit = 1, from = null, until = null, days = null, state = 'open' } = rules;
      await insertRows(
        tx,
        'coupon_pool',
        [
          'id',
          'workspace_id',
          'name',
          'description',
          'per_contact_limit',
          'valid_from',
          'valid_until',
          'valid_days',
          'state',
          'issued_count',
          'stock_count',
          'created_at',
        ],
        [[id, this.workspaceId, name, '', limit, from, until, days, state, 0, codes, 0]],
      );
      const ids = await tx.take('coupon_code', codes);
      await insertRows(tx, 'coupon_code', ['id', 'workspace_id', 'pool_id', 'code', 'state'], ids.map((code) => [code, this.workspaceId, id, `${name}-${code}`, 'free'])); // prettier-ignore
      return id;
    });
  }

  async addCollection(name: string, provider: 'ledger' | 'evm', supply: number | null): Promise<number> {
    return this.database.inTransaction(async (tx) => {
      const [id = 0] = await tx.take('collection', 1);
      await insertRows(
        tx,
        'collection',
        [
          'id',
          'workspace_id',
          'name',
          'description',
          'image_url',
          'provider',
          'supply',
          'minted_count',
          'transferable',
          'metadata',
          'created_at',
        ],
        [[id, this.workspaceId, name, '', '', provider, supply, 0, false, '{}', 0]],
      );
      return id;
    });
  }
}

const NOTHING = { admit: [], wake: [], end: [], enterSegment: [], leaveSegment: [], entryTimers: [] };

/** The step of a run that waits where it stands. */
export function waits(
  run: ClaimedRun,
  over: Partial<Omit<StepResult, 'next'>> & { next?: Partial<Waiting> } = {},
): StepResult {
  const { next, ...rest } = over;
  const stays: Waiting = {
    state: 'waiting',
    nodeId: run.nodeId,
    visits: run.visits,
    arrivedAt: run.arrivedAt,
    dueAt: null,
    pending: { kind: 'timer' },
    memory: undefined,
    variables: run.variables,
    subscriptions: [],
    ...next,
  };
  return { run, at: run.dueAt, knownEventId: Number.MAX_SAFE_INTEGER, effects: [], trace: [], ...rest, next: stays };
}

/** The step of a run that ends where it stands. */
export function ends(run: ClaimedRun, over: Partial<StepResult> = {}): StepResult {
  return {
    run,
    at: run.dueAt,
    knownEventId: 0,
    effects: [],
    trace: [{ nodeId: run.nodeId, visit: 1, outcome: null }],
    next: { state: 'ended', nodeId: run.nodeId, reason: 'finished' },
    ...over,
  };
}
