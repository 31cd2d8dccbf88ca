import { createServer, connect as dial, type AddressInfo, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShardStore, WorkLane } from '@sojourn/execution';
import { createBullmqQueue, type BullmqQueue, type BullmqQueueOptions } from './bullmq-queue.js';

const url = process.env['SOJOURN_TEST_REDIS_URL'];
const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const NEVER = { pollMs: 600_000 };
/** For what comes sooner or later on a busy machine too; nothing here would come without its cause. */
const PATIENT = { timeout: 10_000 };

describe.skipIf(!url)('the work queue over Redis', () => {
  let redis: Redis;
  let way: Way;
  let owner: Record<number, string>;
  let reads = 0;
  const open: BullmqQueue[] = [];
  const owners: ShardStore['owners'] = () => {
    reads++;
    return Promise.resolve(
      Object.entries(owner).map(([shard, name]) => ({ shard: Number(shard), owner: name, epoch: 1, leaseUntil: 0 })),
    );
  };
  beforeAll(async () => {
    redis = new Redis(url ?? '', { db: 7 });
    way = await Way.to(new URL(url ?? ''));
  });
  beforeEach(async () => {
    owner = { 0: 'a', 1: 'a', 2: 'b', 3: 'b' };
    reads = 0;
    await redis.flushdb();
  });
  afterEach(async () => {
    await way.restore();
    for (const queue of open.splice(0)) await queue.close();
  });
  afterAll(async () => {
    await way.close();
    redis.disconnect();
  });

  const heard: string[] = [];
  const make = async (worker?: string, over: Partial<BullmqQueueOptions> = {}, ready = true): Promise<BullmqQueue> => {
    const queue = createBullmqQueue({
      url: `${way.url}/7`,
      worker,
      owners,
      onError: (error) => heard.push(String(error)),
      ...over,
    });
    open.push(queue);
    if (ready) await expect.poll(() => queue.connected(), PATIENT).toBe(true);
    return queue;
  };
  /** Counts the rounds of a lane after its first. */
  const count = async (queue: BullmqQueue, lane: WorkLane, options = NEVER): Promise<{ rounds: number }> => {
    const counted = { rounds: -1 };
    queue.serve(lane, async () => void counted.rounds++, options);
    await expect.poll(() => counted.rounds, PATIENT).toBe(0);
    await soon(30); // its BullMQ worker listens
    return counted;
  };

  it('wakes the owner of the shards that have work, and nobody else', async () => {
    const [api, a, b] = [await make(), await make('a'), await make('b')];
    const [ofA, ofB] = [await count(a, 'advance'), await count(b, 'advance')];
    const took: number[] = [];
    for (let i = 1; i <= 5; i++) {
      const began = performance.now();
      api.announce('advance', [1]);
      await expect.poll(() => ofA.rounds, { ...PATIENT, interval: 1 }).toBe(i);
      took.push(performance.now() - began);
    }
    // One of them met a machine that had time.
    expect(Math.min(...took)).toBeLessThan(500);
    await soon(50);
    expect(ofB.rounds).toBe(0);
    api.announce('advance');
    await expect.poll(() => [ofA.rounds, ofB.rounds], PATIENT).toEqual([6, 1]);
  });

  it('follows a shard to its new owner, within the second that it remembers owners', async () => {
    const [api, a, b] = [await make(), await make('a'), await make('b')];
    const [ofA, ofB] = [await count(a, 'advance'), await count(b, 'advance')];
    api.announce('advance', [0]);
    await expect.poll(() => ofA.rounds, PATIENT).toBe(1);
    owner = { 0: 'b', 1: 'b', 2: 'b', 3: 'b' };
    await soon(1_050);
    api.announce('advance', [0]);
    await expect.poll(() => ofB.rounds, PATIENT).toBe(1);
    expect(ofA.rounds).toBe(1);
    expect(await redis.keys('sojourn:worker-a:*')).toEqual([]);
  });

  it('a thousand announcements are one job, while nobody takes it; the job says shards and nothing else', async () => {
    const api = await make();
    for (let i = 0; i < 1_000; i++) {
      api.announce('advance', [i % 2]);
      if (i % 100 === 0) await soon(5);
    }
    await expect.poll(() => redis.llen('sojourn:worker-a:wait'), PATIENT).toBe(1);
    const [id] = await redis.lrange('sojourn:worker-a:wait', 0, -1);
    const data = JSON.parse((await redis.hget(`sojourn:worker-a:${id}`, 'data')) ?? '') as object;
    expect(data).toEqual({ lane: 'advance', shards: [0] });
    expect(reads).toBeLessThan(4);
    const a = await make('a');
    const ofA = await count(a, 'advance').catch(() => ({ rounds: 1 }));
    await expect.poll(() => redis.llen('sojourn:worker-a:wait'), PATIENT).toBe(0);
    await soon(50);
    expect(ofA.rounds).toBeLessThan(3);
    // And the next one is a job again.
    const before = ofA.rounds;
    api.announce('advance', [0]);
    await expect.poll(() => ofA.rounds, PATIENT).toBe(before + 1);
  });

  it('what any worker may do goes to one of those who serve it; this process wakes itself without Redis', async () => {
    const [api, a, b] = [await make(), await make('a'), await make('b')];
    const [ofA, ofB] = [await count(a, 'send'), await count(b, 'send')];
    api.announce('send');
    await expect.poll(() => ofA.rounds + ofB.rounds, PATIENT).toBe(1);
    const before = ofA.rounds;
    way.cut();
    a.announce('send');
    await expect.poll(() => ofA.rounds, PATIENT).toBeGreaterThan(before);
  });

  it('a flushed Redis costs delay, nothing else', async () => {
    const [api, a] = [await make(), await make('a')];
    const ofA = await count(a, 'advance', { pollMs: 300 });
    const took: number[] = [];
    for (let i = 1; i <= 8; i++) {
      api.announce('advance', [0]);
      await redis.flushdb();
      const before = ofA.rounds;
      await expect.poll(() => ofA.rounds, PATIENT).toBeGreaterThan(before);
      const then = ofA.rounds;
      const began = performance.now();
      api.announce('advance', [0]);
      await expect.poll(() => ofA.rounds, { ...PATIENT, interval: 2 }).toBeGreaterThan(then);
      took.push(performance.now() - began);
    }
    // The next job is heard at once again. The poll alone comes 300 ms after the round before; on a busy machine some are late.
    expect(took.filter((ms) => ms < 250).length, took.map(Math.round).join(' ')).toBeGreaterThan(4);
    expect(heard).toEqual([]);
  });

  it('goes on by polling while Redis is away, says so once, and comes back by itself', async () => {
    const states: boolean[] = [];
    const onRedis = ({ connected }: { connected: boolean }): void => void states.push(connected);
    const api = await make();
    const a = await make('a', { onRedis });
    const ofA = await count(a, 'advance', { pollMs: 50 });
    way.cut();
    await expect.poll(() => a.connected(), PATIENT).toBe(false);
    const before = ofA.rounds;
    await soon(1_500);
    api.announce('advance', [0]);
    expect(ofA.rounds).toBeGreaterThan(before + 10);
    expect(states).toEqual([true, false]);
    await way.restore();
    await expect.poll(() => a.connected() && api.connected(), PATIENT).toBe(true);
    expect(states).toEqual([true, false, true]);
    expect(heard).toEqual([]);
  });

  it('starts while Redis is away, wakes workers once it is there', async () => {
    way.cut();
    const states: string[] = [];
    const a = await make('a', { onRedis: ({ connected, reason }) => states.push(`${connected} ${reason}`) }, false);
    const api = await make(undefined, {}, false);
    const ofA = await count(a, 'advance', { pollMs: 100 });
    await expect.poll(() => ofA.rounds, PATIENT).toBeGreaterThan(2);
    expect(states).toEqual(['false ECONNREFUSED']);
    await way.restore();
    await expect.poll(() => a.connected() && api.connected(), PATIENT).toBe(true);
    const slow = await count(a, 'advance');
    await soon(1_200); // its BullMQ worker is back too
    api.announce('advance', [0]);
    await expect.poll(() => slow.rounds, PATIENT).toBeGreaterThan(0);
  });

  it('a Redis that hangs holds nobody up', async () => {
    const [api, a] = [await make(), await make('a')];
    const ofA = await count(a, 'advance', { pollMs: 50 });
    way.hang();
    for (let i = 0; i < 10_000; i++) api.announce('advance', [i % 4]);
    const before = ofA.rounds;
    await soon(500);
    expect(ofA.rounds).toBeGreaterThan(before + 4);
    const began = performance.now();
    await Promise.all(open.splice(0).map((queue) => queue.close()));
    expect(performance.now() - began).toBeLessThan(5_000);
    way.cut(); // what is on its way never arrives
  });

  it('a worker that leaves takes its mailbox along', async () => {
    const [api, a] = [await make(), await make('a')];
    const ofA = await count(a, 'advance');
    api.announce('advance', [0]);
    await expect.poll(() => ofA.rounds, PATIENT).toBe(1);
    expect(await redis.keys('sojourn:worker-a:*')).not.toEqual([]);
    await open.splice(open.indexOf(a), 1)[0]?.close();
    expect(await redis.keys('sojourn:worker-a:*')).toEqual([]);
  });
});

/** A way to Redis that can be cut, hung and restored. */
class Way {
  readonly #target: URL;
  #server: Server | undefined;
  #port = 0;
  #hangs = false;
  readonly #sockets = new Set<Socket>();

  constructor(target: URL) {
    this.#target = target;
  }

  static async to(target: URL): Promise<Way> {
    const way = new Way(target);
    await way.restore();
    return way;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  cut(): void {
    this.#server?.close();
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  hang(): void {
    this.#hangs = true;
    for (const socket of this.#sockets) socket.pause();
  }

  async restore(): Promise<void> {
    this.#hangs = false;
    for (const socket of this.#sockets) socket.resume();
    if (this.#server) return;
    const server = createServer((near) => {
      const far = dial(Number(this.#target.port || 6379), this.#target.hostname);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          near.destroy();
          far.destroy();
          this.#sockets.delete(socket);
        });
        if (this.#hangs) socket.pause();
      }
      near.on('data', (data) => far.write(data));
      far.on('data', (data) => near.write(data));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    this.cut();
  }
}
