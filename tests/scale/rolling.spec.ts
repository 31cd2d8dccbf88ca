import { setTimeout as sleep } from 'node:timers/promises';
import { issueSignIn } from '@sojourn/engine';
import { systemClock } from '@sojourn/kernel';
import { testDatabases } from '@sojourn/storage/testing';
import { findRedis, startRedis, type PrivateRedis } from '@sojourn/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../engine/audit.js';
import { journey, openShop, type Shop } from '../engine/house.js';
import { bundleEngine, Fleet, type Process } from './fleet.js';

/**
 * Two workers and an API on a MariaDB and a Redis of their own, all real processes, replaced one after the other while events
 * come in; one is stopped for longer than its lease and goes on again; Redis is flushed and killed. Nothing is lost and
 * nothing happens twice.
 */
const mysql = testDatabases().find(({ name }) => name === 'mysql');
const redisProgram = findRedis();
const USERS = 500;
const LEASE_MS = 2_000;

describe.skipIf(!mysql || !redisProgram)('a fleet that is replaced under load', { timeout: 400_000 }, () => {
  const db = mysql!; // skipped without
  let bundle: Awaited<ReturnType<typeof bundleEngine>>;
  let redis: PrivateRedis;
  let fleet: Fleet;
  let shop: Shop;
  beforeAll(async () => {
    bundle = await bundleEngine();
    redis = await startRedis(redisProgram!); // skipped without
    shop = await openShop(await db.open());
    shop.clock.advanceTo(systemClock.now());
    fleet = await Fleet.of(bundle.file, {
      SOJOURN_DATABASE_URL: db.url(),
      SOJOURN_REDIS_URL: redis.url,
      SOJOURN_LEASE_MS: String(LEASE_MS),
      SOJOURN_BATCH_SIZE: '50',
    });
  }, 120_000);
  afterAll(async () => {
    await fleet?.close();
    await db.close();
    await redis?.stop();
    await bundle?.remove();
  });

  const ownersNow = async (): Promise<string[]> =>
    (await shop.rows<{ owner: string | null }>('SELECT DISTINCT owner FROM shard ORDER BY owner')).map(
      ({ owner }) => owner?.replace(/-[0-9a-f]{8}$/, '') ?? '-',
    );

  it('loses nothing and does nothing twice', async () => {
    await shop.publish(journey('Rolling').onEvent('go').message('a', 'one').waitFor('w', ['reply']).tag('t', 'seen').wait('p', '1 second').message('b', 'two').waitFor('v', ['order']).end('x')); // prettier-ignore
    let api = await fleet.start('api', 'api-1');
    const [first, second] = [await fleet.start('worker', 'w1'), await fleet.start('worker', 'w2')];
    await expect.poll(ownersNow, { timeout: 60_000 }).toEqual(['w1', 'w2']);
    const key = await keyOf(api, shop);

    // Who has not come to the last wait yet would not hear the order: on a busy machine a takeover lasts longer than a phase of the load.
    const waiting = async (users: readonly string[]): Promise<boolean> =>
      users.length ===
      (await shop.number(
        `SELECT COUNT(*) AS n FROM run r JOIN contact c ON c.id = r.contact_id WHERE r.node_id = 'v' AND c.external_id IN (${users.map((user) => `'${user}'`).join(', ')})`,
      ));
    const load = new Load(() => api.address, key, USERS, waiting);
    const loading = load.run();
    const stopped: (number | null)[] = [];

    // One after the other, the new one before the old one.
    const third = await fleet.start('worker', 'w3');
    await load.reached(0.15);
    stopped.push(await first.stop());
    await redisFlush(redis);
    await load.reached(0.3);
    const fourth = await fleet.start('worker', 'w4');
    stopped.push(await second.stop());
    await expect.poll(ownersNow, { timeout: 60_000 }).toEqual(['w3', 'w4']);

    // The API: whoever asks the old one for something new is told to come again, and comes to the new one.
    const oldApi = api;
    api = await fleet.start('api', 'api-2');
    await load.reached(0.5);
    stopped.push(await oldApi.stop());
    expect(stopped, 'exit codes of what was asked to stop').toEqual([0, 0, 0]);

    // Stopped for longer than its lease: replaced; then it goes on with what it still believes to have.
    third.child.kill('SIGSTOP');
    // It may stand still amid a transaction: the server lets go of that after ten seconds, on a busy machine a little later.
    await expect.poll(ownersNow, { timeout: 45_000 }).toEqual(['w4']);
    await redis.stop();
    await load.reached(0.7);
    third.child.kill('SIGCONT');
    await expect.poll(ownersNow, { timeout: 60_000 }).toEqual(['w3', 'w4']);
    expect(await (await fetch(`${fourth.address}/ready`)).json()).toMatchObject({ status: 'ready', degraded: expect.stringContaining('Redis') }); // prettier-ignore
    redis = await startRedis(redisProgram!, redis.port); // the describe is skipped without

    // And one that dies.
    await load.reached(0.85);
    await fourth.kill();
    await expect.poll(ownersNow, { timeout: 60_000 }).toEqual(['w3']);
    const fifth = await fleet.start('worker', 'w5');
    const acknowledged = await loading;
    await atRest(
      () => shop.number("SELECT COUNT(*) AS n FROM run WHERE state <> 'ended'"),
      () =>
        shop.rows(
          `SELECT r.state, r.node_id AS node, r.shard, r.claimed, r.due_at - UNIX_TIMESTAMP() * 1000 AS dueInMs, r.pending, o.state AS outbox, o.reason, COUNT(*) AS people
           FROM run r LEFT JOIN outbox o ON o.run_id = r.id AND o.node_id = r.node_id WHERE r.state <> 'ended' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 LIMIT 10`,
        ),
    );
    await expect.poll(async () => (await (await fetch(`${fifth.address}/ready`)).json()) as object).toEqual({ status: 'ready' }); // prettier-ignore
    const figures = await (await fetch(`${third.address}/metrics`)).text();
    for (const one of [third, fifth]) expect(await one.stop()).toBe(0);
    expect(await ownersNow()).toEqual(['-']);

    const kept = new Set((await shop.rows<{ id: string }>('SELECT message_id AS id FROM event')).map(({ id }) => id));
    expect(
      [...acknowledged].filter((id) => !kept.has(id)),
      'acknowledged and lost',
    ).toEqual([]);
    shop.clock.advanceTo(systemClock.now());
    await audit(shop);
    expect(await shop.number('SELECT COUNT(*) AS n FROM run')).toBe(USERS);
    expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE end_reason = 'finished'")).toBe(USERS);
    expect(await shop.number('SELECT COUNT(*) AS n FROM inbox_message')).toBe(2 * USERS);
    expect(await shop.number("SELECT COUNT(*) AS n FROM contact_tag WHERE tag = 'seen'")).toBe(USERS);
    expect(figures).toMatch(/sojourn_wakes_total [1-9]/);
    expect(figures).toContain('sojourn_shards_owned ');
  });
});

/** Waits until nobody is left. A busy machine may take its time as long as somebody moves; a minute without is too long. */
async function atRest(left: () => Promise<number>, who: () => Promise<readonly object[]>): Promise<void> {
  let [before, since] = [Infinity, performance.now()];
  for (let now = await left(); now > 0; now = await left()) {
    if (now !== before) [before, since] = [now, performance.now()];
    else if (performance.now() - since > 60_000)
      throw new Error(`${now} have not moved for a minute: ${JSON.stringify(await who())}`);
    await sleep(200);
  }
}

/** A key to send events with, made as a person makes it. */
async function keyOf(api: Process, shop: Shop): Promise<string> {
  const { token } = await issueSignIn(shop.database, 'owner@example.com', systemClock);
  const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(api.address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const session = await post('/api/session', { token });
  const { csrfToken } = (await session.json()) as { csrfToken: string };
  const cookie = session.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '); // prettier-ignore
  const made = await post('/api/api-keys', { name: 'spec', kind: 'write' }, { cookie, 'x-csrf-token': csrfToken });
  return ((await made.json()) as { key: string }).key;
}

async function redisFlush({ url }: PrivateRedis): Promise<void> {
  const { connect } = await import('node:net');
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('FLUSHALL\r\n'));
    socket.once('data', () => resolve((socket.destroy(), undefined)));
    socket.once('error', reject);
  });
}

/** Everyone goes, replies, orders: three events a person, twenty people a call, until each call was answered 2xx. */
class Load {
  readonly #address: () => string;
  readonly #authorization: string;
  readonly #users: number;
  readonly #waiting: (users: readonly string[]) => Promise<boolean>;
  #sent = 0;
  #all = 1;

  constructor(
    address: () => string,
    key: string,
    users: number,
    waiting: (users: readonly string[]) => Promise<boolean>,
  ) {
    this.#address = address;
    this.#authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    this.#users = users;
    this.#waiting = waiting;
  }

  /** Answers the ids of all that was acknowledged. */
  async run(): Promise<Set<string>> {
    const calls: { type: string; event: string; userId: string; messageId: string }[][] = [];
    for (const event of ['go', 'reply', 'order'])
      for (let user = 0; user < this.#users; user += 20)
        calls.push(
          Array.from({ length: 20 }, (_, i) => ({
            type: 'track',
            event,
            userId: `u${user + i}`,
            messageId: `${event}-${user + i}`,
          })),
        );
    this.#all = calls.length;
    const acknowledged = new Set<string>();
    for (const batch of calls) {
      const users = batch.map(({ userId }) => userId);
      while (batch[0]?.event === 'order' && !(await this.#waiting(users))) await sleep(50);
      await this.#send(batch);
      for (const { messageId } of batch) acknowledged.add(messageId);
      this.#sent++;
      await sleep(250);
    }
    return acknowledged;
  }

  async reached(share: number): Promise<void> {
    while (this.#sent / this.#all < share) await sleep(20);
  }

  async #send(batch: readonly object[]): Promise<void> {
    for (;;) {
      const answered = await fetch(`${this.#address()}/v1/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: this.#authorization },
        body: JSON.stringify({ batch }),
      }).catch(() => undefined);
      if (answered?.ok) return;
      await sleep(100); // what was not acknowledged is sent again, as every client of ours does
    }
  }
}
