import type { Courier, OutboxItem } from '@sojourn/execution';
import { systemClock } from '@sojourn/kernel';
import { createOutboxStore, deliveries, sendChannels, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWebhookCourier, guardedAgent } from '../couriers/index.js';
import { CHANNELS } from '../couriers/channels.js';
import { queue, startProvider, worker, type Provider } from './sending-scene.spec-kit.js';

const QUICK = { ...CHANNELS.webhook, pauses: { firstMs: 20, longestMs: 100 } };
const SETTLED = "state NOT IN ('ready', 'sending', 'paused')";

for (const db of testDatabases())
  describe(`sending on ${db.name}`, () => {
    let database: Database;
    let provider: Provider | undefined;
    beforeAll(async () => {
      database = await db.open();
    });
    // The same database, emptied of what is sent here: a new one costs as much as most of these specs.
    beforeEach(() =>
      database.inTransaction(async (tx) => {
        for (const table of ['outbox', '`signal`', 'run', 'contact', 'send_lane']) await tx.run(`DELETE FROM ${table}`);
      }),
    );
    afterEach(async () => {
      await provider?.close();
      provider = undefined;
    });
    afterAll(() => db.close());

    const webhooks = (): Courier =>
      createWebhookCourier({
        agent: guardedAgent({ allow: ['127.0.0.0/8'] }),
        secrets: async () => ['whsec_c2VjcmV0'],
        rules: QUICK,
      });
    /** A provider in memory that recognises nothing, unless told otherwise. */
    const messages = (deliver: Courier['deliver'], rules: Partial<ReturnType<NonNullable<Courier['rules']>>> = {}): Courier => ({
      kind: 'message',
      rules: () => ({ ...CHANNELS.mail, maxBatch: 10, pauses: QUICK.pauses, ...rules }),
      deliver,
    }); // prettier-ignore
    const sent = (items: readonly OutboxItem[], at = 5) => items.map(({ id }) => ({ id, at, final: { status: 'delivered' as const } })); // prettier-ignore
    const states = async (): Promise<Record<string, number>> =>
      Object.fromEntries(
        (
          await database.read.rows<{ state: string; n: number }>(
            'SELECT state, COUNT(*) AS n FROM outbox GROUP BY state ORDER BY state',
          )
        ).map(({ state, n }) => [state, n]),
      );
    const row = async (id: number) =>
      (
        await database.read.rows<{ state: string; attempt: number; reason: string | null; ambiguousAt: number | null }>(
          'SELECT state, attempt, reason, ambiguous_at AS ambiguousAt FROM outbox WHERE id = ?',
          [id],
        )
      )[0];
    const receipt = async (runId: number): Promise<unknown> => {
      const [run] = await database.read.rows<{ pending: string }>('SELECT pending FROM run WHERE id = ?', [runId]);
      return (JSON.parse(run?.pending ?? '{}') as { receipt?: unknown }).receipt;
    };
    const change = (channel: string, limits: Parameters<typeof sendChannels.change>[3], workspaceId = 1): Promise<void> =>
      database.inTransaction((tx) => sendChannels.change(tx, workspaceId, channel, limits)); // prettier-ignore
    const run = (sql: string): Promise<unknown> => database.inTransaction((tx) => tx.run(sql));

    test('eight workers at once send everything once, and every run hears of it', async () => {
      provider = await startProvider();
      const ids = await queue(database, { count: 400, url: provider.url });
      const counts = await Promise.all(Array.from({ length: 8 }, () => worker(database, [webhooks()]).send()));
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(400);
      expect([provider.calls.length, new Set(provider.calls.map(({ key }) => key)).size]).toEqual([400, 400]);
      expect(await states()).toEqual({ delivered: 400 });
      expect(await receipt(ids[0]!)).toMatchObject({ status: 'delivered', data: { status: 200 } });
    }, 60_000);

    test('a lane that hangs and a workspace with a great deal delay nobody', async () => {
      let answer!: () => void; // assigned by the executor, which runs at once
      const slow = new Promise<void>((resolve) => (answer = resolve));
      provider = await startProvider(({ path }) => (path === '/slow' ? slow : undefined));
      await queue(database, { workspaceId: 1, count: 300, url: `${provider.url}/slow` });
      await queue(database, { workspaceId: 2, count: 20, url: `${provider.url}/quick` });
      const quick = (): number => provider!.calls.filter(({ path }) => path === '/quick').length;
      let over = false;
      const sending = worker(database, [webhooks()]).send(() => over);
      // All of the second workspace, while none of the first has had an answer.
      await expect.poll(quick, { timeout: 10_000, interval: 20 }).toBe(20);
      expect(provider.calls.filter(({ path }) => path === '/slow').length).toBeLessThanOrEqual(64);
      over = true;
      answer();
      await sending;
    }, 30_000);

    test('a lane never has more calls under way than its channel declares', async () => {
      provider = await startProvider(() => new Promise((resolve) => setTimeout(resolve, 10)));
      await queue(database, { count: 120, url: provider.url });
      await worker(database, [webhooks()]).send();
      expect(provider.most()).toBeLessThanOrEqual(16);
      expect(provider.most()).toBeGreaterThan(4);
    });

    test('a bound that people set holds for all workers together', async () => {
      provider = await startProvider(() => new Promise((resolve) => setTimeout(resolve, 30)));
      await queue(database, { count: 30, url: provider.url });
      await change('webhook', { concurrency: 3 });
      await Promise.all([1, 2, 3].map(() => worker(database, [webhooks()]).send()));
      // Workers may have given up while the others had all places: the next poll of any of them goes on.
      while ((await states())['ready']) await worker(database, [webhooks()]).send();
      expect(provider.most()).toBeLessThanOrEqual(3);
      expect(await states()).toEqual({ delivered: 30 });
    }, 60_000);

    test('a bucket gives out its burst and then its rate, two workers together', async () => {
      provider = await startProvider();
      await queue(database, { count: 200, url: provider.url });
      await change('webhook', { perSecond: 20, burst: 10 });
      const began = performance.now();
      await Promise.all([1, 2].map(() => worker(database, [webhooks()]).send(() => provider!.calls.length > 30)));
      const seconds = (performance.now() - began) / 1000;
      expect(provider.calls.length).toBeLessThanOrEqual(10 + 20 * seconds + 1);
      expect(provider.calls.length).toBeGreaterThan(30);
      expect((await states())['ready']).toBe(200 - provider.calls.length);
    }, 30_000);

    test('the kill switch halts a channel or all of them at once; what waits stays, and leaves in order afterwards', async () => {
      provider = await startProvider(() => new Promise((resolve) => setTimeout(resolve, 50)));
      const ids = await queue(database, { count: 400, url: provider.url });
      const sending = worker(database, [webhooks()]).send(20_000);
      await new Promise((resolve) => setTimeout(resolve, 250));
      await change(sendChannels.ALL_CHANNELS, { halted: true });
      const halted = performance.now();
      await sending;
      expect(performance.now() - halted).toBeLessThan(5_000);
      const before = provider.calls.length;
      expect(before).toBeLessThan(400);
      expect(provider.calls.filter(({ at }) => at > halted + 1_000)).toEqual([]);
      // It survives a restart: another worker sends nothing either.
      expect(await worker(database, [webhooks()]).send(500)).toBe(0);
      expect(await states()).toEqual({ delivered: before, ready: 400 - before });
      await change(sendChannels.ALL_CHANNELS, { halted: false });
      const last = provider.calls.length;
      await worker(database, [webhooks()]).send();
      expect(await states()).toEqual({ delivered: 400 });
      const places = new Map(ids.map((id, i) => [`1:${id}:n1:1:send`, i]));
      const order = provider.calls.slice(last).map(({ key }) => places.get(key)!);
      // Sixteen are under way at a time; in their stretch nobody leaves more than that out of order.
      order.forEach((place, i) => expect(Math.abs(place - last - i)).toBeLessThanOrEqual(32));
    }, 60_000);

    test('one halted channel leaves the others alone', async () => {
      provider = await startProvider();
      await queue(database, { count: 3, url: provider.url });
      await queue(database, { channel: 'mail', count: 3 });
      await queue(database, { workspaceId: 2, channel: 'mail', count: 2 });
      await change('mail', { halted: true });
      await worker(database, [webhooks(), messages(async (items) => sent(items))]).send(2_000);
      expect(await states()).toEqual({ delivered: 5, ready: 3 });
    });

    test.each([
      ['seconds', () => '90'],
      ['an HTTP date', () => new Date(systemClock.now() + 90_000).toUTCString()],
    ])('Retry-After in %s keeps the whole lane quiet, and nothing else', async (_, header) => {
      let busy = true;
      provider = await startProvider(({ path }, response) => {
        if (path !== '/busy' || !busy) return;
        response.writeHead(429, { 'retry-after': header() });
      });
      const ids = await queue(database, { count: 60, url: `${provider.url}/busy` });
      await queue(database, { workspaceId: 2, count: 30, url: `${provider.url}/fine` });
      const called = (path: string): number => provider!.calls.filter((call) => call.path === path).length;
      await worker(database, [webhooks()]).send(() => called('/fine') === 30 && called('/busy') > 0);
      // And for a while longer, in which nothing must come.
      await worker(database, [webhooks()]).send(300);
      expect(called('/busy')).toBeLessThanOrEqual(32);
      expect(called('/fine')).toBe(30);
      // Those it told wait as long as it said.
      const [next] = await database.read.rows<{ at: number }>("SELECT MIN(due_at) AS at FROM outbox WHERE reason = 'http-429'");
      expect(Number(next?.at) - systemClock.now()).toBeGreaterThan(60_000);
      busy = false;
      // The time is over.
      await run('UPDATE outbox SET due_at = 1, ready_at = 1');
      await run('UPDATE send_lane SET paused_until = 1');
      while ((await states())['ready']) await worker(database, [webhooks()]).send();
      expect((await row(ids[0]!))?.state).toBe('delivered');
    }, 60_000); // prettier-ignore

    test('what fails is tried again, ever later, and is a dead letter in the end; its run hears `failed`', async () => {
      provider = await startProvider((_, response) => void response.writeHead(503));
      const [id] = await queue(database, { url: provider.url, retries: 3 });
      for (let i = 0; i < 40 && (await states())['ready']; i++) {
        await worker(database, [webhooks()]).send(300);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      expect(await row(id!)).toMatchObject({ state: 'dead', attempt: 4, reason: 'http-503', ambiguousAt: null });
      expect(provider.calls.length).toBe(4);
      expect(new Set(provider.calls.map(({ key }) => key)).size).toBe(1);
      expect(await receipt(id!)).toMatchObject({ status: 'failed', reason: 'http-503' });
      provider.calls.length = 0;
      await database.inTransaction((tx) =>
        deliveries.retry(tx, { workspaceId: 1, ids: [id!], at: systemClock.now() - 1 }),
      );
      expect(await row(id!)).toMatchObject({ state: 'ready', attempt: 0 });
    }, 30_000);

    test('cut off before or after the effect: the same key again, once for the provider', async () => {
      const done = new Set<string>();
      const tries = new Map<string, number>();
      provider = await startProvider(({ key, path }, response) => {
        const nth = (tries.get(key) ?? 0) + 1;
        tries.set(key, nth);
        if (path === '/after') done.add(key);
        if (nth === 1) return void response.socket?.resetAndDestroy();
        done.add(key);
      });
      const ids = [
        ...(await queue(database, { count: 10, url: `${provider.url}/before` })),
        ...(await queue(database, { count: 10, url: `${provider.url}/after` })),
      ];
      for (let i = 0; i < 40 && (await states())['ready']; i++) {
        await worker(database, [webhooks()]).send(300);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      expect(await states()).toEqual({ delivered: 20 });
      expect(done.size).toBe(20);
      expect((await row(ids[0]!))?.ambiguousAt).not.toBeNull();
    }, 30_000);

    test('a worker that dies between claim and call leaves nothing in doubt', async () => {
      provider = await startProvider();
      const ids = await queue(database, { count: 5, url: provider.url });
      const dead = createOutboxStore(database);
      const wants = [{ workspaceId: 1, channel: 'webhook', limit: 5 }];
      expect((await dead.claim({ now: systemClock.now(), leaseMs: 60_000, wants })).length).toBe(5);
      expect(await worker(database, [webhooks()]).send(500)).toBe(0);
      await run('UPDATE outbox SET lease_until = 1');
      expect(await worker(database, [webhooks()]).send()).toBe(5);
      expect(await row(ids[0]!)).toMatchObject({ state: 'delivered', attempt: 1, ambiguousAt: null });
      // It wakes up and would go on: nothing is its own any more.
      const items = ids.map((id) => ({ id, workspaceId: 1, channel: 'webhook', limited: false }));
      expect((await dead.begin({ now: systemClock.now(), leaseMs: 60_000, items })).size).toBe(0);
      expect(provider.calls.length).toBe(5);
    });

    test('a worker that dies during a call: again where the provider dedupes, unknown where it does not', async () => {
      const calls: string[] = [];
      const couriers = [
        messages(async (items) => (calls.push(...items.map(({ key }) => key)), sent(items))),
        { ...webhooks(), prepares: undefined, deliver: async (items: readonly OutboxItem[]) => sent(items) },
      ];
      const [hook] = await queue(database, { url: 'http://x/' });
      const [mail] = await queue(database, { channel: 'mail' });
      const dead = createOutboxStore(database);
      const wants = ['webhook', 'mail'].map((channel) => ({ workspaceId: 1, channel, limit: 5 }));
      const claimed = await dead.claim({ now: systemClock.now(), leaseMs: 60_000, wants });
      const items = claimed.map(({ id, effect }) => ({ id, workspaceId: 1, channel: effect.kind === 'message' ? 'mail' : 'webhook', limited: false })); // prettier-ignore
      expect((await dead.begin({ now: systemClock.now(), leaseMs: 60_000, items })).size).toBe(2);
      expect(await worker(database, couriers).send(300)).toBe(0);
      await run('UPDATE outbox SET lease_until = 1');
      await worker(database, couriers).send();
      expect(await row(hook!)).toMatchObject({ state: 'delivered', attempt: 2 });
      expect(await row(mail!)).toMatchObject({ state: 'unknown', attempt: 1, reason: 'worker-lost' });
      expect(calls).toEqual([]);
      expect(await receipt(mail!)).toMatchObject({ status: 'unknown', reason: 'worker-lost' });
      // It was only slow: what it knows settles what was unknown.
      await dead.settle({ results: [{ id: mail!, at: 9, attempt: 1, final: { status: 'delivered' } }] });
      expect(await row(mail!)).toMatchObject({ state: 'delivered' });
    });

    test('after the provider has forgotten a key, what may have arrived is unknown; or sent again where that is preferred', async () => {
      const [mail] = await queue(database, { channel: 'mail' });
      const long = systemClock.now() - 1_000_000;
      await run(`UPDATE outbox SET ambiguous_at = ${long}, attempt = 1`);
      const forgetful = { idempotency: { header: 'key', ttlMs: 500_000, comparesBody: false } };
      await worker(database, [messages(async (items) => sent(items), forgetful)]).send();
      expect(await row(mail!)).toMatchObject({ state: 'unknown', reason: 'key-expired' });
      await run("UPDATE outbox SET state = 'ready', holder = NULL");
      await worker(database, [messages(async (items) => sent(items), { ...forgetful, onAmbiguous: 'prefer-duplicate' })]).send();
      expect(await row(mail!)).toMatchObject({ state: 'delivered' });
    }); // prettier-ignore

    test('another body under the same key is refused where the provider compares', async () => {
      provider = await startProvider();
      const [id] = await queue(database, { url: provider.url });
      await run(`UPDATE outbox SET body_hash = 'other', ambiguous_at = ${systemClock.now()}, attempt = 1`);
      await worker(database, [webhooks()]).send();
      expect(await row(id!)).toMatchObject({ state: 'unknown', reason: 'body-changed' });
      expect(provider.calls).toEqual([]);
    });

    test('an opt-out, an erasure and a pause count until the very moment of handing over', async () => {
      const told: number[] = [];
      const courier = messages(async (items) => (told.push(...items.map(({ id }) => id)), sent(items)));
      const [refuses, erased, paused, fine, text] = [
        ...(await queue(database, { channel: 'mail', count: 4 })),
        ...(await queue(database, { channel: 'mail', attributes: { noMarketing: 'true' } })),
      ];
      await run(`UPDATE contact SET attributes = '{"noMarketing": true}' WHERE id = ${refuses}`);
      await run(`DELETE FROM contact WHERE id = ${erased}`);
      await run(`UPDATE run SET state = 'paused' WHERE id = ${paused}`);
      await worker(database, [courier]).send();
      expect(told).toEqual([fine, text]);
      expect(await row(refuses!)).toMatchObject({ state: 'suppressed', reason: 'no-marketing', attempt: 1 });
      expect(await row(erased!)).toMatchObject({ state: 'suppressed', reason: 'contact-erased' });
      expect(await row(paused!)).toMatchObject({ state: 'paused', attempt: 0 });
      expect(await receipt(refuses!)).toMatchObject({ status: 'suppressed', reason: 'no-marketing' });
    });

    test('a batch that is answered in part settles in part; silence leaves the rest in doubt', async () => {
      const ids = await queue(database, { channel: 'mail', count: 6 });
      const half: Courier['deliver'] = async (items) => sent(items.slice(0, items.length / 2));
      const { seen, send } = worker(database, [messages(half)]);
      await send();
      expect(await states()).toEqual({ delivered: 3, unknown: 3 });
      expect(await row(ids[5]!)).toMatchObject({ reason: 'no-answer' });
      expect(seen).toMatchObject([
        { kind: 'delivered', channel: 'mail', items: 6, ended: { delivered: 3, unknown: 3 } },
      ]);
    });

    test('a courier that breaks leaves what had begun in doubt', async () => {
      const [id] = await queue(database, { channel: 'mail' });
      await worker(database, [messages(() => Promise.reject(new Error('bug')))]).send();
      expect(await row(id!)).toMatchObject({ state: 'unknown', reason: 'bug' });
    });

    test('a result is not lost to a database that is away for a moment', async () => {
      const ids = await queue(database, { channel: 'mail', count: 5 });
      const store = createOutboxStore(database);
      let failures = 3;
      const flaky = {
        ...store,
        settle: (ask: Parameters<typeof store.settle>[0]) =>
          failures-- > 0 ? Promise.reject(new WorldFailure()) : store.settle(ask),
      };
      const one = worker(database, [messages(async (items) => sent(items))], { outbox: flaky });
      one.engine.isWorldFailure = (error) => error instanceof WorldFailure;
      expect(await one.send()).toBe(5);
      expect(await row(ids[4]!)).toMatchObject({ state: 'delivered', attempt: 1 });
    });

    test('who is told to stop waits for the calls under way and gives back the rest', async () => {
      provider = await startProvider(() => new Promise((resolve) => setTimeout(resolve, 300)));
      await queue(database, { count: 100, url: provider.url });
      await worker(database, [webhooks()]).send(150);
      const counts = await states();
      expect(counts['sending']).toBeUndefined();
      expect(counts['delivered']).toBe(provider.calls.length);
      expect(await database.read.rows(`SELECT id FROM outbox WHERE holder IS NOT NULL AND NOT (${SETTLED})`)).toEqual(
        [],
      );
    });

    test('what the provider can be asked about is asked', async () => {
      const ids = await queue(database, { channel: 'mail', count: 3 });
      await run(`UPDATE outbox SET state = 'unknown', settled_at = ${systemClock.now() - 200_000}, due_at = ${systemClock.now() - 200_000}`);
      const asking: Courier = {
        ...messages(async (items) => sent(items)),
        reconcile: { channels: ['mail'], ask: async (items) => sent(items.filter(({ id }) => id !== ids[0])) },
      };
      await worker(database, [asking]).send();
      expect(await states()).toEqual({ delivered: 2, unknown: 1 });
    }); // prettier-ignore

    test('rows of the release before name their channel when they are found', async () => {
      const ids = await queue(database, { channel: 'mail', count: 2 });
      await run("UPDATE outbox SET channel = ''");
      await worker(database, [messages(async (items) => sent(items))]).send();
      expect(await row(ids[1]!)).toMatchObject({ state: 'delivered' });
      expect(await database.read.rows("SELECT id FROM outbox WHERE channel <> 'mail'")).toEqual([]);
    });
  });

class WorldFailure extends Error {}
