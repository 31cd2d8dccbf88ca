import { Worker } from 'bullmq';
import type { ShardStore, WorkLane, WorkQueue } from '@sojourn/execution';
import { startRounds, type Rounds } from '../rounds.js';
import { Announcer } from './announcer.js';
import { connect, connectBlocking, type RedisListener } from './connection.js';
import { mailbox, Mailboxes, PREFIX, type WakeUp } from './mailboxes.js';
import { Owners } from './owners.js';

export interface BullmqQueueOptions {
  /** `redis://user:password@host:6379/0`, `rediss://...` with TLS. */
  readonly url: string;
  /** This process as the shard table knows it; undefined: it owns no shards and only announces. */
  readonly worker?: string;
  readonly owners: ShardStore['owners'];
  /** A round of work that failed. */
  readonly onError: (error: unknown, lane: WorkLane) => void;
  /** Redis came or went. Work goes on without it, found by polling. */
  readonly onRedis?: RedisListener;
}

export interface BullmqQueue extends WorkQueue {
  /** Whether announcements reach other processes at the moment. */
  connected(): boolean;
  close(): Promise<void>;
}

const LANES: readonly WorkLane[] = ['advance', 'send', 'import', 'insight'];
/** Contacts are moved by the owner of their shard alone. */
const BY_SHARD: ReadonlySet<WorkLane> = new Set<WorkLane>(['advance']);
/** How often jobs are looked for whose process died over them: they would keep others like them from being added. */
const STALLED_MS = 5_000;

/**
 * The work queue of many machines. A job says that there is work, and of which shards; it goes to the worker that owns them,
 * or, in lanes that know no shards, to whichever worker takes it first. The job is done when its worker has been woken: the
 * work itself is found in the database, where every worker looks anyway from time to time. So Redis may be flushed,
 * killed or away: that costs delay, nothing else.
 */
export function createBullmqQueue(options: BullmqQueueOptions): BullmqQueue {
  const { url, worker, onError, onRedis = () => undefined } = options;
  const served = new Map<WorkLane, Rounds>();
  const listening = new Map<string, Worker<WakeUp>>();
  const redis = connect(url, (state) => {
    onRedis(state);
    // What was announced meanwhile was heard by nobody.
    if (state.connected) for (const rounds of served.values()) rounds.wake();
  });
  const mailboxes = new Mailboxes(redis);
  const announcer = new Announcer({
    mailboxes,
    owners: new Owners(options.owners, () => performance.now()),
    connected: () => redis.status === 'ready',
    byShard: BY_SHARD,
    self: worker,
    // Whoever announces has committed already; that nobody heard it is made up for by the poll.
    onError: () => undefined,
  });

  const announceOne = (lane: WorkLane, shards: readonly number[] | undefined): void => {
    const here = served.get(lane);
    here?.wake();
    // Another process is told where this one cannot do all of it.
    if (!here || BY_SHARD.has(lane)) announcer.announce(lane, shards);
  };
  const listen = (name: string): void => {
    if (listening.has(name)) return;
    const blocking = connectBlocking(url);
    const heard = new Worker<WakeUp>(
      name,
      (job) => {
        served.get(job.data.lane)?.wake();
        return Promise.resolve();
      },
      {
        connection: blocking,
        prefix: PREFIX,
        skipVersionCheck: true,
        stalledInterval: STALLED_MS,
        concurrency: LANES.length,
      },
    );
    heard.on('error', () => undefined); // said once by the announcing connection
    heard.once('closed', () => blocking.disconnect());
    listening.set(name, heard);
  };

  return {
    announce(lane, shards) {
      if (lane !== undefined) announceOne(lane, shards);
      else for (const each of LANES) announceOne(each, shards);
    },
    serve(lane, work, { pollMs }) {
      const rounds = startRounds(work, { pollMs, onError: (error) => onError(error, lane) });
      served.set(lane, rounds);
      if (!BY_SHARD.has(lane)) listen(mailbox.shared(lane));
      else if (worker !== undefined) listen(mailbox.of(worker));
      return async () => {
        served.delete(lane);
        await rounds.stop();
      };
    },
    connected: () => redis.status === 'ready',
    async close() {
      await announcer.close();
      // Forced: a worker that waits for Redis to come back would wait for ever.
      await Promise.all([...listening.values()].map((one) => one.close(true)));
      if (worker !== undefined && redis.status === 'ready')
        await mailboxes.drop(mailbox.of(worker)).catch(() => undefined); // Redis went just now; whoever posts next clears up
      await mailboxes.close();
      redis.disconnect();
    },
  };
}
