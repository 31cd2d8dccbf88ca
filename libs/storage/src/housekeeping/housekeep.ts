import type { CrashPoint } from '@sojourn/execution';
import { DAY, type Clock } from '@sojourn/kernel';
import type { Database } from '../database/database.js';
import { holdHouse, note, progress } from './chores.js';
import { PURGES, purgeChunk, purgePluginHost, purgeSignIns, type PurgeName } from './purge.js';
import { squashCounts } from './squash.js';
import { dayOf } from './trace-days.js';
import { keepPartitions, tracePartitions } from './trace-partitions.js';

export interface HousekeepOptions {
  /** Who asks: one worker at a time keeps house. */
  readonly worker: string;
  /** Days that traces, settled deliveries and answers of ended runs are kept; 0: for ever. */
  readonly traceDays: number;
  /** Rows of one transaction. Default 5,000. */
  readonly chunk?: number;
  /** Transactions of one round, of each chore. Default 20. */
  readonly chunks?: number;
  /** How long the lease lasts. Default one minute. */
  readonly leaseMs?: number;
  /** Asked between two transactions: true ends the round. */
  readonly stop?: () => boolean;
  /** Told of named moments at which a process may stop, and waited for: for specs of crashes. */
  readonly crashPoint?: (name: CrashPoint) => void | Promise<void>;
}

export interface Housekept {
  /** False: another worker keeps house. */
  readonly held: boolean;
  /** Appended counts that were moved into the sums. */
  readonly squashed: number;
  readonly removed: Readonly<Record<PurgeName, number>>;
  readonly partitions: { readonly laid: number; readonly dropped: number };
  /** There is more to do: come back soon. */
  readonly more: boolean;
}

/** After each transaction, so many times as long as it took: moving contacts goes first. */
const REST = 3;
const PURGE_NAMES = Object.keys(PURGES) as PurgeName[]; // the keys of a constant
const NOTHING: Readonly<Record<PurgeName, number>> = { traces: 0, deliveries: 0, answers: 0 };

/**
 * One round of housekeeping: moves appended edge counts into their sums; once a day lays and drops the days of the traces and
 * removes what is older than it is kept. In small transactions with a rest after each, so that it takes a quarter of one
 * connection at most. Call it every few seconds; most rounds find little.
 */
export async function housekeep(database: Database, clock: Clock, options: HousekeepOptions): Promise<Housekept> {
  const { worker, traceDays, chunk = 5_000, chunks = 20, leaseMs = 60_000, stop = () => false } = options;
  if (!(await holdHouse(database, worker, leaseMs)))
    return { held: false, squashed: 0, removed: NOTHING, partitions: { laid: 0, dropped: 0 }, more: false };

  let squashed = 0;
  const counted = await upTo(chunks, stop, async () => {
    const moved = await squashCounts(database, chunk, options.crashPoint);
    squashed += moved;
    return moved === chunk;
  });

  const daily = await keepDays(database, clock.now(), { traceDays, chunk, chunks, stop });
  return { held: true, squashed, ...daily, more: counted || daily.more };
}

type Daily = Pick<Housekept, 'removed' | 'partitions' | 'more'>;

/** What is done once a day, in as many rounds as it takes. */
async function keepDays(
  database: Database,
  now: number,
  { traceDays, chunk, chunks, stop }: Required<Pick<HousekeepOptions, 'traceDays' | 'chunk' | 'chunks' | 'stop'>>,
): Promise<Daily> {
  const removed = { ...NOTHING };
  const done = await progress(database.read);
  const day = dayOf(now);
  const isDue = (name: string): boolean => (done.get(name)?.doneDay ?? 0) < day;

  if (isDue('sign-ins')) await purgeSignIns(database, now, day);
  const recordings = isDue('plugin-host') && (await purgePluginHost(database, now, { day, limit: chunk }));
  const laid = isDue('traces') ? await tracePartitions(database.read) : [];
  const partitions = laid.length > 0 ? await keepPartitions(database, laid, now, traceDays) : { laid: 0, dropped: 0 };
  if ('done' in partitions && partitions.done) await database.inTransaction((tx) => note(tx, 'traces', day, 0));

  const purges =
    traceDays === 0 ? [] : PURGE_NAMES.filter((name) => isDue(name) && (name !== 'traces' || !laid.length));
  let more = recordings;
  for (const name of purges) {
    let reached = done.get(name)?.reached ?? 0;
    const unfinished = await upTo(chunks, stop, async () => {
      const cut = { reached, day, horizon: (day - traceDays) * DAY, limit: chunk };
      const taken = await purgeChunk(database, name, cut);
      removed[name] += taken.removed;
      reached = taken.reached;
      return !taken.done;
    });
    more ||= unfinished;
  }
  return { removed, partitions: { laid: partitions.laid, dropped: partitions.dropped }, more };
}

/** Does something again while it answers true, `times` at most; true: it would have gone on. */
async function upTo(times: number, stop: () => boolean, step: () => Promise<boolean>): Promise<boolean> {
  for (let done = 0; done < times && !stop(); done++) {
    const began = performance.now();
    if (!(await step())) return false;
    const took = performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, REST * took));
  }
  return true;
}
