import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { plugins, programs } from '@sojourn/engine';
import { advance, type JourneyStore } from '@sojourn/execution';
import { OperationalError } from '@sojourn/kernel';
import { ask, type NodeProgram, retry, to } from '@sojourn/plugin-sdk/engine';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from './audit.js';
import { attribute, closeSandbox, journey, openShop, tagged, type Shop, type ShopOptions } from './house.js';

const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `u${i}`);
afterAll(closeSandbox);

/** Routes as the owner of everything would, whatever is under way. */
async function routeAll(shop: Shop, route: Parameters<JourneyStore['routeSignals']>[1]): Promise<void> {
  const leases = await shop.store.shards.owners();
  const work = await shop.store.laneWork(leases);
  const lanes = work.map(({ shard, workspaceId }) => ({
    lease: leases.find((lease) => lease.shard === shard)!,
    workspaceId,
  })); // asked for these
  await shop.store.routeSignals({ lanes, limit: 10, reserve: (ids) => new Set(ids) }, route);
}

for (const db of testDatabases())
  describe(`how runs are moved, on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());
    const open = (options?: ShopOptions): Promise<Shop> => openShop(database, options);
    const all = async (shop: Shop, users: readonly string[], event: string): Promise<void> => {
      await shop.happen(...users.map((user) => ({ user, event })));
      await shop.settle();
    };

    describe('when something breaks', () => {
      it('a worker that dies after its claim: another goes on at once, nothing happens twice', async () => {
        const shop = await open();
        await shop.publish(journey().onEvent('go').wait('w', '1 hour').tag('t', 'seen').message('m', 'hi').end('x'));
        await all(shop, people(20), 'go');
        shop.sleeps('1 hour');
        const dying = shop.startEngine();
        const died = new Error('killed');
        const killed: JourneyStore = { ...shop.store, commit: () => Promise.reject(new OperationalError('killed', { code: 'spec.killed', cause: died })) }; // prettier-ignore
        await expect(advance({ ...dying, store: killed }, shop.clock.now())).rejects.toThrow('killed');
        await shop.settle();
        expect(await shop.standing('u3')).toEqual(['x: finished']);
        expect(await shop.number('SELECT COUNT(*) AS n FROM inbox_message')).toBe(20);
        await audit(shop);
      });

      it('a worker that was only slow is fenced out: what the other did stands', async () => {
        const shop = await open();
        await shop.publish(journey().onEvent('go').wait('w', '1 hour').message('m', 'hi').end('x'));
        await all(shop, people(5), 'go');
        shop.sleeps('1 hour');
        let late: (() => Promise<unknown>) | undefined;
        const slow = shop.startEngine();
        const stalled: JourneyStore = {
          ...shop.store,
          commit: (steps) => {
            late = () => shop.store.commit(steps);
            return Promise.resolve({ fencedOut: [] });
          },
        };
        let rounds = 0;
        await advance({ ...slow, store: stalled }, shop.clock.now(), () => ++rounds > 1);
        // Another worker owns the shards by now, and has moved everyone.
        await shop.settle();
        expect(await late?.()).toMatchObject({ fencedOut: expect.arrayContaining([expect.any(Number)]) as number[] });
        expect(await shop.number('SELECT COUNT(*) AS n FROM inbox_message')).toBe(5);
        await audit(shop);
      });

      it('an event that comes while a worker holds the run wins, and the worker writes nothing', async () => {
        let between: (() => Promise<void>) | undefined;
        const shop = await open({
          store: (store) => ({
            ...store,
            commit: async (steps) => {
              await between?.();
              between = undefined;
              return store.commit(steps);
            },
          }),
        });
        await shop.publish(journey().onEvent('go').waitFor('w', ['reply'], { timeout: '1 hour' }).end('x').by('w', 'timeout').message('m', 'hi')); // prettier-ignore
        await shop.track('ana', 'go');
        await shop.passes('59 minutes');
        between = async () => {
          await shop.happen({ user: 'ana', event: 'reply' });
          await routeAll(shop, async (signals, read) => {
            const [subscription] = await read.subscriptions(
              signals.map(({ contactId }) => ({ contactId, event: 'reply' })),
            );
            const wake = [
              { runId: subscription!.runId, subscription: 'reply', eventId: signals[0]!.id, at: signals[0]!.at },
            ];
            return { admit: [], wake, end: [], enterSegment: [], leaveSegment: [], entryTimers: [] };
          });
        };
        await shop.passes('1 minute');
        expect(await shop.path('ana')).toEqual(['w>reply']);
        expect(await shop.inbox('ana')).toEqual([]);
        await audit(shop);
      });

      it('an event routed between load and commit is not missed by the wait that the commit lays', async () => {
        let between: (() => Promise<void>) | undefined;
        const shop: Shop = await open({
          store: (store) => ({
            ...store,
            commit: async (steps) => {
              await between?.();
              between = undefined;
              return store.commit(steps);
            },
          }),
        });
        await shop.publish(journey().onEvent('go').waitFor('w', ['reply']).end('x'));
        between = async () => {
          await shop.happen({ user: 'ana', event: 'reply' });
          // As if it had come just before what it overtakes: later events wait for the run to move.
          await database.inTransaction((tx) => tx.run('UPDATE `signal` SET at = at - 1'));
          await routeAll(shop, () =>
            Promise.resolve({ admit: [], wake: [], end: [], enterSegment: [], leaveSegment: [], entryTimers: [] }),
          );
        };
        await shop.track('ana', 'go');
        expect(await shop.path('ana')).toEqual(['w>reply']);
      });

      it('a commit that fails half way is tried again; its effects happen once', async () => {
        let failures = 2;
        const shop = await open({
          store: (store) => ({
            ...store,
            commit: async (steps) => {
              if (failures-- > 0) throw new OperationalError('the connection broke', { code: 'spec.broken' });
              const answer = await store.commit(steps);
              // Written, but the reply is lost.
              if (failures === -1) throw new OperationalError('the connection broke', { code: 'spec.broken' });
              return answer;
            },
          }),
        });
        await shop.fillPool('p', 20);
        await shop.publish(journey().onEvent('go').node('c', 'coupon', { pool: 'p' }).message('m', '{{ coupon.code }}').end('x')); // prettier-ignore
        await shop.happen(...people(10).map((user) => ({ user, event: 'go' })));
        for (let i = 0; i < 3; i++) {
          await expect(shop.settle()).rejects.toThrow('the connection broke');
          shop.clock.advanceTo(shop.clock.now() + 61_000);
        }
        await shop.passes('2 minutes');
        expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE state = 'ended'")).toBe(10);
        expect(await shop.number('SELECT COUNT(*) AS n FROM inbox_message')).toBe(10);
        expect(await shop.number("SELECT COUNT(*) AS n FROM coupon_code WHERE state = 'issued'")).toBe(10);
        await audit(shop);
      });

      it('a commit that the database tears down in the middle leaves nothing half written', async () => {
        const shop = await open();
        await shop.publish(journey().onEvent('go').tag('t', 'seen').message('m', 'hi').end('x'));
        await shop.happen({ user: 'ana', event: 'go' });
        const { inTransaction } = database;
        let statements = 0;
        const full = (sql: string): void => {
          if (sql.includes('INTO `trace`') && statements++ === 0)
            throw new OperationalError('the disk is full', { code: 'spec.full' });
        };
        database.inTransaction = (work) =>
          inTransaction.call(database, (tx) =>
            work({
              ...tx,
              rows: tx.rows.bind(tx),
              take: tx.take.bind(tx),
              takeOrdered: tx.takeOrdered.bind(tx),
              each: tx.each && ((sql, rows) => (full(sql), tx.each!(sql, rows))),
              run: ((...given: [string, unknown[]]) => {
                const sql = typeof given[0] === 'string' ? given[0] : (given[0] as { sql: string }).sql;
                full(sql);
                return tx.run(...given);
              }) as typeof tx.run,
            }),
          ) as never;
        try {
          await expect(shop.settle()).rejects.toThrow('the disk is full');
        } finally {
          database.inTransaction = inTransaction;
        }
        expect([await shop.tags('ana'), await shop.inbox('ana')]).toEqual([[], []]);
        await shop.passes('61 seconds');
        expect([await shop.tags('ana'), await shop.inbox('ana')]).toEqual([['seen'], ['hi']]);
        await audit(shop);
      });

      it('a run that poisons its batch is parked alone, with the reason; the others move', async () => {
        const poisonous: NodeProgram<never> = {
          execute: (_, { items }) =>
            items.map((item) => {
              if (item.contact.externalId === 'u7') throw new Error('cannot digest u7');
              return to(item, 'done');
            }),
        };
        const shop = await open({ programs: new Map([...programs, ['update-contact', poisonous]]) });
        await shop.publish(journey().onEvent('go').again({ mode: 'afterExit' }).tag('t', 'a').end('x'));
        await all(shop, people(50), 'go');
        expect(await shop.standing('u7')).toEqual(['t (quarantined)']);
        expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE state = 'ended'")).toBe(49);
        const [reason] = await shop.rows<{ why: string }>(
          "SELECT end_detail AS why FROM run WHERE state = 'quarantined'",
        );
        expect(reason?.why).toContain('cannot digest u7');
        // It stands where it was, under way, until someone repairs it.
        await shop.track('u7', 'go');
        expect(await shop.standing('u7')).toEqual(['t (quarantined)']);
        await audit(shop);
      });

      it('a run that cannot be saved is parked alone; the others are saved', async () => {
        const shop = await open({
          store: (store) => ({
            ...store,
            commit: (steps) => {
              if (steps.some(({ effects }) => effects.some(({ effect }) => effect.kind === 'contact' && effect.set?.['n'] === 7))) throw new RangeError('too long for its column'); // prettier-ignore
              return store.commit(steps);
            },
          }),
        });
        const set = [{ attribute: 'n', type: 'event', property: 'n' }];
        await shop.publish(journey().onEvent('go').node('t', 'update-contact', { set }).end('x'));
        await shop.happen(...people(20).map((user, n) => ({ user, event: 'go', properties: { n } })));
        await shop.settle();
        expect(await shop.standing('u7')).toEqual(['t (quarantined)']);
        expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE state = 'ended'")).toBe(19);
        await audit(shop);
      });

      it('a run whose ask breaks is parked alone; the others are answered, once each', async () => {
        const shop = await open({
          store: (store) => ({
            ...store,
            settle: (asks, now) => {
              if (asks.some(({ contactId }) => contactId === poisoned)) throw new RangeError('no such number');
              return store.settle(asks, now);
            },
          }),
        });
        let poisoned = 0;
        await shop.fillPool('p', 20);
        await shop.publish(journey().onEvent('go').node('c', 'coupon', { pool: 'p' }).end('x'));
        await shop.identify('u7', {});
        poisoned = await shop.number('SELECT id AS n FROM contact');
        await all(shop, people(20), 'go');
        expect(await shop.standing('u7')).toEqual(['c (quarantined)']);
        expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE state = 'ended'")).toBe(19);
        expect(await shop.number('SELECT issued_count AS n FROM coupon_pool')).toBe(19);
      });

      it('a node type that went away parks runs at its node, with the reason; everyone else moves', async () => {
        const shop = await open();
        await shop.publish(journey('One').onEvent('go').wait('w', '1 hour').tag('t', 'a').end('x'));
        await shop.publish(journey('Two').onEvent('go').wait('w', '1 hour').message('m', 'hi').end('x'));
        await shop.track('ana', 'go');
        const gone = 'update-contact';
        const poorer = new Map([...programs].filter(([type]) => type !== gone));
        const catalogue = { get: (type: string) => (type === gone ? undefined : plugins.catalogue.get(type)) };
        const { Shop: Again } = await import('./house.js');
        const restarted = new Again(database, shop.clock, shop.workspaceId, { programs: poorer, catalogue });
        await restarted.passes('1 hour');
        expect(await restarted.standing('ana')).toEqual(['t (quarantined)', 'x: finished']);
        const [reason] = await shop.rows<{ why: string }>(
          "SELECT end_detail AS why FROM run WHERE state = 'quarantined'",
        );
        expect(reason?.why).toContain(gone);
      });

      it('a contact who was erased meanwhile is parked, not tried for ever', async () => {
        const shop = await open();
        await shop.publish(journey().onEvent('go').wait('w', '1 hour').end('x'));
        await all(shop, ['ana', 'bo'], 'go');
        await database.inTransaction((tx) => tx.run("DELETE FROM contact WHERE external_id = 'ana'"));
        await shop.passes('2 hours');
        const rows = await shop.rows<{ state: string }>('SELECT state FROM run ORDER BY id');
        expect(rows.map(({ state }) => state)).toEqual(['quarantined', 'ended']);
      });
    });

    it('2,000 runs on a pool of 900 codes: 900 get one, each another', async () => {
      const shop = await open();
      await shop.fillPool('p', 900);
      const drawing = journey()
        .onEvent('go')
        .node('c', 'coupon', { pool: 'p' })
        .end('got')
        .by('c', 'soldOut')
        .end('none');
      await shop.publish(drawing);
      await all(shop, people(2_000), 'go');
      const ends = await shop.rows('SELECT node_id AS node, COUNT(*) AS n FROM run GROUP BY node_id ORDER BY node_id');
      expect(ends).toEqual([{ node: 'got', n: 900 }, { node: 'none', n: 1_100 }]); // prettier-ignore
      expect(await shop.number("SELECT COUNT(DISTINCT contact_id) AS n FROM coupon_code WHERE state = 'issued'")).toBe(900); // prettier-ignore
      expect(await shop.number('SELECT issued_count AS n FROM coupon_pool')).toBe(900);
      expect(await shop.number('SELECT COUNT(*) AS n FROM coupon_ledger')).toBe(900);
      await audit(shop);
    });

    it('a node that tries again learns the number of the attempt, also when it asks the host in between', async () => {
      const attempts: number[] = [];
      const stubborn: NodeProgram<never> = {
        execute: (_, { items }) =>
          items.map((item) => {
            const { wake, memory } = item;
            if (wake.kind !== 'answer') {
              const attempt = wake.kind === 'retry' ? wake.attempt : 1;
              attempts.push(attempt);
              return ask(item, { kind: 'coupon.issue', pool: 'p' }, attempt);
            }
            return memory === 3 ? to(item, 'issued') : retry(item, { after: 60_000 });
          }),
      };
      const shop = await open({ programs: new Map([...programs, ['coupon', stubborn]]) });
      await shop.fillPool('p', 5);
      await shop.publish(journey().onEvent('go').node('c', 'coupon', { pool: 'p' }).end('x'));
      await shop.track('ana', 'go');
      await shop.passes('10 minutes');
      expect([attempts, await shop.standing('ana')]).toEqual([[1, 2, 3], ['x: finished']]);
      expect(await shop.number('SELECT issued_count AS n FROM coupon_pool')).toBe(1);
    });

    it('what a node writes on the contact the next one sees, in the same wake', async () => {
      const shop = await open();
      const vip = { id: 'vip', label: 'VIP', condition: tagged('vip') as never };
      await shop.publish(
        journey().onEvent('go').tag('t', 'vip').node('s', 'segment', { branches: [vip] }).by('s', 'vip').end('yes').by('s', 'else').end('no'), // prettier-ignore
      );
      await shop.track('ana', 'go');
      expect(await shop.standing('ana')).toEqual(['yes: finished']);
    });

    it('what nodes found out reaches the message', async () => {
      const shop = await open();
      await shop.fillPool('p', 1);
      await shop.publish(
        journey().onEvent('go').node('c', 'coupon', { pool: 'p' }).wait('w', '1 day').message('m', '{{ contact.attributes.name }}: {{ coupon.code }} for {{ event.properties.item }}').end('x'), // prettier-ignore
      );
      await shop.identify('ana', { name: 'Ana' });
      await shop.track('ana', 'go', { item: 'tea' });
      await shop.passes('1 day');
      expect(await shop.inbox('ana')).toEqual(['Ana: p-0 for tea']);
    });

    it('pause halts everyone where they are; resume lets those go on whose time came meanwhile', async () => {
      const shop = await open();
      const id = await shop.publish(journey().onEvent('go').wait('w', '1 day').message('m', 'hi').end('x'));
      await shop.track('ana', 'go');
      await shop.passes('12 hours');
      await shop.track('bo', 'go');
      await shop.pause(id);
      await shop.passes('18 hours');
      expect([await shop.standing('ana'), await shop.inbox('ana')]).toEqual([['w (paused)'], []]);
      await shop.resume(id);
      expect([await shop.standing('ana'), await shop.standing('bo')]).toEqual([['x: finished'], ['w']]);
      await shop.passes('6 hours');
      expect(await shop.standing('bo')).toEqual(['x: finished']);
      await audit(shop);
    });

    it('an event that a paused run waits for is kept for it', async () => {
      const shop = await open();
      const id = await shop.publish(journey().onEvent('go').waitFor('w', ['reply'], { timeout: '1 day' }).end('x'));
      await shop.track('ana', 'go');
      await shop.pause(id);
      await shop.track('ana', 'reply');
      await shop.passes('2 days');
      await shop.resume(id);
      expect(await shop.path('ana')).toEqual(['w>reply']);
    });

    it('a script decides in the sandbox; one that fails takes the way of its error', async () => {
      const shop = await open();
      const source = `if (context.event.properties.n === 2) throw new Error('no');
        return { outcome: 'ok', set: { twice: context.event.properties.n * 2 }, variables: { word: 'tea' } };`;
      const config = { source, outcomes: [{ id: 'ok', label: 'OK' }], timeoutMs: 500, memoryMb: 32 };
      const drawing = journey()
        .onEvent('go')
        .node('c', 'code', config)
        .by('c', 'ok')
        .message('m', '{{ word }}')
        .end('x');
      await shop.publish(drawing.by('c', 'error').end('sorry'));
      await shop.happen(...people(4).map((user, n) => ({ user, event: 'go', properties: { n } })));
      await shop.settle();
      expect(await Promise.all(people(4).map((user) => shop.standing(user)))).toEqual([
        ['x: finished'],
        ['x: finished'],
        ['sorry: finished'],
        ['x: finished'],
      ]);
      expect(await shop.inbox('u1')).toEqual(['tea']);
      expect(await shop.number("SELECT COUNT(*) AS n FROM contact WHERE attributes LIKE '%twice%'")).toBe(3);
    });

    it('arms of a test get their shares, and a contact stays in its arm', async () => {
      const shop = await open();
      const arms = [
        { id: 'a', label: 'A', weight: 1 },
        { id: 'b', label: 'B', weight: 3 },
      ];
      await shop.publish(journey().onEvent('go').again({ mode: 'afterExit' }).node('s', 'ab-split', { arms }).by('s', 'a').end('ea').by('s', 'b').end('eb')); // prettier-ignore
      await all(shop, people(1_000), 'go');
      const share = () => shop.number("SELECT COUNT(*) AS n FROM run WHERE node_id = 'ea'");
      expect(await share()).toBeGreaterThan(200);
      expect(await share()).toBeLessThan(300);
      await all(shop, people(1_000), 'go');
      expect(await shop.number('SELECT COUNT(*) AS n FROM (SELECT contact_id FROM run GROUP BY contact_id HAVING COUNT(DISTINCT node_id) > 1) d')).toBe(0); // prettier-ignore
    });

    describe('a webhook', () => {
      let server: Server;
      const heard: { id: string; body: unknown }[] = [];
      let refusals = 1;
      beforeAll(async () => {
        server = createServer((request, response) => {
          let body = '';
          request.on('data', (chunk: Buffer) => (body += chunk.toString()));
          request.on('end', () => {
            if (refusals-- > 0) return void response.writeHead(503).end();
            heard.push({ id: String(request.headers['webhook-id']), body: JSON.parse(body) as unknown });
            response.writeHead(204).end();
          });
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      });
      afterAll(() => {
        server.closeAllConnections();
        server.close();
      });

      it('is called again while it refuses; the run waits for the answer', async () => {
        const shop = await open();
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
        const fields = [{ name: 'city', value: '{{ contact.attributes.city }}' }];
        await shop.publish(journey().onEvent('go').node('h', 'webhook', { url, method: 'POST', fields }).end('x'));
        await shop.identify('ana', { city: '上海' });
        await shop.track('ana', 'go');
        expect(await shop.standing('ana')).toEqual(['h']);
        await shop.passes('1 minute');
        expect(await shop.standing('ana')).toEqual(['x: finished']);
        expect(heard).toEqual([{ id: expect.stringMatching(/^\d+:\d+:h:1:/) as string, body: { city: '上海' } }]);
      });
    });

    it('five workers at once move 500 contacts through three journeys; each step once', async () => {
      const shop = await open({ engine: { batchSize: 50 } });
      await shop.fillPool('p', 100);
      await shop.publish(journey('One').onEvent('go').tag('t', 'a').waitFor('w', ['reply'], { timeout: '1 hour' }).message('m', 'hi').end('x')); // prettier-ignore
      await shop.publish(journey('Two').onEvent('go').node('c', 'coupon', { pool: 'p' }).tag('t', 'b').end('x'));
      await shop.publish(
        journey('Three').onSegment(tagged('a')).message('m', 'ho').end('x').exitWhen(attribute('x', 1)),
      );
      await shop.happen(...people(500).flatMap((user) => ['go', 'reply'].map((event) => ({ user, event }))));
      const crew = Array.from({ length: 5 }, () => shop.startEngine());
      for (let round = 0; round < 3; round++)
        await Promise.all(crew.map((engine) => advance(engine, shop.clock.now())));
      await shop.settle();
      const ended = await shop.rows(
        'SELECT end_reason AS reason, COUNT(*) AS n FROM run GROUP BY end_reason ORDER BY n',
      );
      expect(ended).toEqual([{ reason: 'unconnected', n: 400 }, { reason: 'finished', n: 1_100 }]); // prettier-ignore
      expect(await shop.number('SELECT COUNT(*) AS n FROM inbox_message')).toBe(1_000);
      await audit(shop);
    });
  });
