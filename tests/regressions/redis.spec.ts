import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { plugins, programs } from '@sojourn/engine';
import { createEngine, moveContacts, startTenure, type RunningTenure } from '@sojourn/execution';
import { systemClock } from '@sojourn/kernel';
import { createBullmqQueue, type BullmqQueue } from '@sojourn/queue';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../engine/audit.js';
import { journey, openShop, type Shop } from '../engine/house.js';

const program = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'].find((file) => existsSync(file)); // prettier-ignore
const PEOPLE = 50;

/** Defect of engines that keep delays in Redis: flush it, and whoever waits waits for ever. */
describe.skipIf(program === undefined)('Redis, flushed again and again', () => {
  const db = testDatabases().at(-1)!; // MariaDB where there is one
  let database: Database;
  let server: ChildProcess;
  let redis: Socket;
  let url: string;
  beforeAll(async () => {
    database = await db.open();
    const port = await freePort();
    server = spawn(program ?? '', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' }); // prettier-ignore
    url = `redis://127.0.0.1:${port}`;
    redis = await reached(port);
  });
  afterAll(async () => {
    redis.destroy();
    server.kill();
    await db.close();
  });

  it(
    'keeps nobody waiting: every wait of two seconds ends, once, soon after its time',
    { timeout: 60_000 },
    async () => {
      const shop = await openShop(database, { start: '2026-01-01T00:00' });
      await shop.publish(journey().onEvent('go').wait('w', '2 seconds').tag('t', 'seen').wait('v', '2 seconds').message('m', 'hi').end('x')); // prettier-ignore
      const workers = await Promise.all(['a', 'b'].map((name) => join(shop, name)));
      shop.clock.advanceTo(systemClock.now());
      await shop.happen(...Array.from({ length: PEOPLE }, (_, i) => ({ user: `u${i}`, event: 'go' })));
      for (const { queue } of workers) queue.announce('advance');

      const began = performance.now();
      const over = (): Promise<number> => shop.number("SELECT COUNT(*) AS n FROM run WHERE node_id = 'm' AND state = 'active'"); // prettier-ignore
      let flushes = 0;
      while ((await over()) < PEOPLE && performance.now() - began < 40_000) {
        redis.write('FLUSHALL\r\n');
        flushes++;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      const took = performance.now() - began;
      for (const { stop } of workers) await stop();
      expect(await over()).toBe(PEOPLE);
      expect(flushes).toBeGreaterThan(10);
      expect(took).toBeGreaterThan(4_000);
      const paths = await Promise.all(Array.from({ length: PEOPLE }, (_, i) => shop.path(`u${i}`)));
      expect(new Set(paths.map(String))).toEqual(new Set(['w>done,t>done,v>done']));
      shop.clock.advanceTo(systemClock.now());
      await shop.settle();
      await audit(shop);
    },
  );

  /** A worker on real time that Redis wakes, or its own poll. */
  async function join(shop: Shop, name: string): Promise<{ readonly queue: BullmqQueue; stop(): Promise<void> }> {
    const { shards } = shop.store;
    let tenure: RunningTenure | undefined;
    if (shards.count > 1) {
      await database.inTransaction((tx) => tx.run("UPDATE shard SET owner = NULL, lease_until = 0 WHERE owner = 'alone'")); // prettier-ignore
      tenure = await startTenure({ store: shards, worker: name, leaseMs: 2_000, monotonic: { now: () => performance.now() } }); // prettier-ignore
    }
    const queue = createBullmqQueue({ url, worker: name, owners: () => shards.owners(), onError: () => undefined });
    const { store, sandbox } = shop.engine;
    const { catalogue } = plugins;
    const engine = createEngine({ store, catalogue, programs, sandbox, couriers: [], clock: systemClock, tenure, options: { batchSize: 20 } }); // prettier-ignore
    const stopServing = queue.serve('advance', async () => void (await moveContacts(engine, systemClock)), { pollMs: 300 }); // prettier-ignore
    return {
      queue,
      async stop() {
        await stopServing();
        await tenure?.stop(500);
        await queue.close();
      },
    };
  }
});

/** A connection to the server, once it is up. */
async function reached(port: number): Promise<Socket> {
  for (;;) {
    const socket = connect({ host: '127.0.0.1', port });
    const open = await new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false))); // prettier-ignore
    if (open) return socket.resume(); // answers are of no interest
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has an AddressInfo
  await new Promise((resolve) => server.close(resolve));
  return port;
}
