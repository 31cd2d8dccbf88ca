import type { LaneWork, ShardLease } from '@sojourn/execution';
import type { Clock } from '@sojourn/kernel';
import type { Database } from '@sojourn/storage';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Asked of the database at most this often, however many scrape. */
const FRESH_MS = 5_000;
/** Workspaces that are told by name: those whose work has waited longest. */
const MOST_WORKSPACES = 20;
/** Counting stops here: a queue of this length needs no exact figure. */
const MOST_COUNTED = 100_000;
/** States of a delivery that somebody may have to do something about. */
const OPEN_STATES = ['ready', 'paused', 'sending', 'unknown', 'dead'] as const;

export interface DatabaseMetricsParts {
  readonly registry: Registry;
  readonly database: Database;
  readonly clock: Clock;
  /** What waits in the shards that this process owns; absent where it moves nobody. */
  readonly waiting?: () => Promise<{ readonly leases: readonly ShardLease[]; readonly work: readonly LaneWork[] }>;
}

/** What is read from the database when somebody scrapes: how long work has waited, and what lies in the outbox. */
export function measureDatabase({ registry, database, clock, waiting }: DatabaseMetricsParts): void {
  const registers = [registry];
  const gauge = <const L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> =>
    // Each waits for the same reading: they are collected all at once.
    new Gauge({ name: `sojourn_${name}`, help, labelNames, registers, collect: () => measured() });

  const { counters, read } = database;
  for (const [name, help, value] of [
    ['database_statements_total', 'Statements sent to the database', () => counters.statements],
    ['database_transactions_total', 'Transactions begun', () => counters.transactions],
    [
      'database_retries_total',
      'Transactions run again after a deadlock, a lock timeout or a busy file',
      () => counters.retries,
    ],
  ] as const)
    new Counter({
      name: `sojourn_${name}`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });

  const events = gauge('events_waiting', `Events not routed yet, counted up to ${MOST_COUNTED}`);
  const eventAge = gauge('events_waiting_oldest_seconds', 'How long the oldest of them has waited');
  const open = gauge('outbox_deliveries', `Open deliveries, counted up to ${MOST_COUNTED} a state`, [
    'channel',
    'state',
  ]);
  const openAge = gauge('outbox_oldest_seconds', 'How long the oldest open delivery has been due', [
    'channel',
    'state',
  ]);
  const byShard = waiting && gauge('queue_age_seconds', 'How long the longest waiting due run of a shard has waited; of owned shards', ['shard']); // prettier-ignore
  const byWorkspace = waiting && gauge('workspace_queue_age_seconds', `The same by workspace, for the ${MOST_WORKSPACES} that wait longest`, ['workspace']); // prettier-ignore

  const readAt = gauge('database_measured_timestamp_seconds', 'When these figures were read; older than a minute: the database does not answer'); // prettier-ignore

  const measure = async (): Promise<void> => {
    const now = clock.now();
    const age = (at: number | null | undefined): number => (at == null ? 0 : Math.max(0, now - at) / 1_000);
    const [counted] = await read.rows<{ n: number }>(
      `SELECT COUNT(*) AS n FROM (SELECT 1 FROM \`signal\` LIMIT ${MOST_COUNTED}) AS some`,
    );
    const [oldest] = await read.rows<{ at: number }>('SELECT at FROM `signal` ORDER BY id LIMIT 1');
    events.set(Number(counted?.n ?? 0));
    eventAge.set(age(oldest?.at));

    open.reset();
    openAge.reset();
    for (const state of OPEN_STATES) {
      const rows = await read.rows<{ channel: string; n: number; at: number }>(
        `SELECT channel, COUNT(*) AS n, MIN(due_at) AS at FROM (SELECT channel, due_at FROM outbox WHERE state = ? LIMIT ${MOST_COUNTED}) AS some GROUP BY channel`,
        [state],
      );
      for (const { channel, n, at } of rows) {
        open.set({ channel, state }, Number(n));
        openAge.set({ channel, state }, age(at));
      }
    }

    if (!waiting || !byShard || !byWorkspace) return;
    const { leases, work } = await waiting();
    byShard.reset();
    byWorkspace.reset();
    const worst = new Map<number, number>();
    for (const { shard } of leases) byShard.set({ shard: String(shard) }, 0);
    const longest = new Map<number, number>();
    for (const { shard, workspaceId, dueAt } of work) {
      if (dueAt === null || dueAt > now) continue;
      longest.set(shard, Math.max(longest.get(shard) ?? 0, age(dueAt)));
      worst.set(workspaceId, Math.max(worst.get(workspaceId) ?? 0, age(dueAt)));
    }
    for (const [shard, seconds] of longest) byShard.set({ shard: String(shard) }, seconds);
    const shown = [...worst].sort(([, a], [, b]) => b - a).slice(0, MOST_WORKSPACES);
    for (const [workspace, seconds] of shown) byWorkspace.set({ workspace: String(workspace) }, seconds);
  };

  let measuredAt = -Infinity;
  let measuring: Promise<void> | undefined;
  const measured = async (): Promise<void> => {
    if (performance.now() - measuredAt > FRESH_MS)
      measuring ??= measure()
        .then(() => {
          measuredAt = performance.now();
          readAt.set(clock.now() / 1_000);
        })
        // A database that is away must not take the other figures along; /ready says so.
        .catch(() => undefined)
        .finally(() => (measuring = undefined));
    await measuring;
  };
}
