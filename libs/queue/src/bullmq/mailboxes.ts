import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { WorkLane } from '@sojourn/execution';

/** Namespace of all keys in Redis. Two installations on one Redis take two database numbers. */
export const PREFIX = 'sojourn';

/** What a job carries: "these shards have due work"; none: "some may have". Never contacts, never runs. */
export interface WakeUp {
  readonly lane: WorkLane;
  readonly shards: readonly number[];
}

/** Where jobs for one worker wait, or for whichever worker serves a lane. */
export const mailbox = {
  of: (worker: string): string => `worker-${worker.replaceAll(':', '_')}`,
  shared: (lane: WorkLane): string => `lane-${lane}`,
};

/** The queues that this process writes to. */
export class Mailboxes {
  readonly #connection: Redis;
  readonly #open = new Map<string, Queue<WakeUp>>();

  constructor(connection: Redis) {
    this.#connection = connection;
  }

  /** One job, unless one is waiting there already: it says the same. */
  async post(name: string, job: WakeUp): Promise<void> {
    await this.#queue(name).add(job.lane, job, {
      deduplication: { id: job.lane },
      removeOnComplete: true,
      removeOnFail: true,
    });
  }

  /** Throws away what waits for workers that are gone, along with the traces that their queues left in Redis. */
  async keepOnly(names: ReadonlySet<string>): Promise<void> {
    for (const name of [...this.#open.keys()]) if (!names.has(name)) await this.drop(name);
  }

  /** Not BullMQ's `obliterate`, which pauses the queue first: cut off in between, it would leave it paused for good. */
  async drop(name: string): Promise<void> {
    const queue = this.#open.get(name);
    this.#open.delete(name);
    await queue?.close();
    let cursor = '0';
    do {
      const [next, keys] = await this.#connection.scan(cursor, 'MATCH', `${PREFIX}:${name}:*`, 'COUNT', 1_000);
      if (keys.length > 0) await this.#connection.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
  }

  async close(): Promise<void> {
    for (const queue of this.#open.values()) await queue.close();
    this.#open.clear();
  }

  #queue(name: string): Queue<WakeUp> {
    const known = this.#open.get(name);
    if (known) return known;
    const queue = new Queue<WakeUp>(name, {
      connection: this.#connection,
      prefix: PREFIX,
      skipVersionCheck: true,
      skipWaitingForReady: true,
      // The stream of events that nobody reads.
      streams: { events: { maxLen: 10 } },
    });
    // The connection's own listener says what is wrong, once.
    queue.on('error', () => undefined);
    this.#open.set(name, queue);
    return queue;
  }
}
