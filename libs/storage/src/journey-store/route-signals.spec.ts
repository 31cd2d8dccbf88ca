import type { Routing } from '@sojourn/execution';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { createEventStore } from '../events/index.js';
import { Scene, waits } from '../testing-scene.js';
import { testDatabases } from '../testing.js';

const nothing: Routing = { admit: [], wake: [], end: [], enterSegment: [], leaveSegment: [], entryTimers: [] };

for (const db of testDatabases())
  describe(`routing on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    test('signals come in order, one per contact at a time, each with its event', async () => {
      const scene = new Scene(database, 501);
      const [a, b] = await scene.happens('first', ['a', 'b'], 1_000, { n: 1 });
      await scene.happens('second', ['a'], 1_001);
      const seen: [string, number][][] = [];
      for (let i = 0; i < 3; i++)
        await scene.routeSignals(10, (signals) => {
          seen.push(signals.map(({ event, contactId }) => [event.type, contactId]));
          return Promise.resolve(nothing);
        });
      expect(seen).toEqual([
        [
          ['first', a],
          ['first', b],
        ],
        [['second', a]],
      ]);
      const last = await scene.rows<{ ok: number }>(
        'SELECT last_event_id = (SELECT MAX(id) FROM event e WHERE e.contact_id = c.id) AS ok FROM contact c WHERE workspace_id = 501',
      );
      expect(last.every(({ ok }) => ok === 1)).toBe(true);
    });

    test('a router that fails leaves everything as it was', async () => {
      const scene = new Scene(database, 502);
      await scene.happens('x', ['a'], 1_000);
      await expect(scene.routeSignals(10, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(await scene.count('signal')).toBe(1);
      await scene.ignore();
    });

    test('routers at once keep each contact’s order', async () => {
      const scene = new Scene(database, 503);
      for (let i = 0; i < 10; i++) await scene.happens('tick', Array.from({ length: 20 }, (_, c) => `c${c}`), 1_000 + i); // prettier-ignore
      const heard = new Map<number, number[]>();
      await Promise.all(
        Array.from({ length: 6 }, async () => {
          for (let idle = 0; idle < 3;) {
            const mine: [number, number][] = [];
            const { signals } = await scene.routeSignals(7, (batch) => {
              mine.splice(0, mine.length, ...batch.map(({ contactId, at }) => [contactId, at] as [number, number]));
              return Promise.resolve(nothing);
            });
            // An attempt that came too late was heard by the callback, and is undone.
            if (signals === 0) mine.length = 0;
            for (const [contact, at] of mine) heard.set(contact, [...(heard.get(contact) ?? []), at]);
            if (signals === 0) idle++;
          }
        }),
      );
      expect(await scene.count('signal')).toBe(0);
      const expected = Array.from({ length: 10 }, (_, i) => 1_000 + i);
      for (const times of heard.values()) expect(times).toEqual(expected);
    });

    test('ends win over wakes, a paused run keeps its wake, over is over', async () => {
      const scene = new Scene(database, 504);
      await scene.enter(504, 3, 1_000);
      const runs = await scene.claim(1_000, 10);
      await scene.store.commit(runs.map((run) => waits(run, { next: { subscriptions: [{ id: 's', event: 'go' }] } })));
      const [ended, paused, woken] = runs.map(({ id }) => id);
      await database.inTransaction((tx) => tx.run("UPDATE run SET state = 'paused' WHERE id = ?", [paused]));
      await scene.happens('go', ['j504-0'], 2_000);
      const wake = [ended, paused, woken].map((runId) => ({ runId: runId!, subscription: 's', eventId: 7, at: 2_000 }));
      const routing = { ...nothing, wake, end: [{ runId: ended!, at: 2_000, reason: 'goal' as const, detail: 'x1' }] };
      expect(await scene.routeSignals(10, () => Promise.resolve(routing))).toEqual({
        signals: 1,
        admitted: 0,
        woken: 2,
        ended: 1,
      });
      await scene.happens('go', ['j504-0'], 2_100);
      expect(await scene.routeSignals(10, () => Promise.resolve({ ...nothing, end: routing.end }))).toMatchObject({
        ended: 0,
      });
      expect((await scene.claim(3_000)).map(({ id }) => id)).toEqual([woken]);
      await database.inTransaction((tx) => tx.run("UPDATE run SET state = 'active' WHERE id = ?", [paused]));
      expect(await scene.claim(3_000)).toMatchObject([
        { id: paused, dueAt: 2_000, pending: { kind: 'event', subscription: 's', eventId: 7 } },
      ]);
      expect(
        await scene.rows('SELECT end_reason AS reason, end_detail AS detail FROM run WHERE id = ?', ended),
      ).toEqual([{ reason: 'goal', detail: 'x1' }]);
    });

    test('what routing may read: runs under way, earlier ones, subscriptions, segments, audiences', async () => {
      const scene = new Scene(database, 505);
      await scene.happens('enter', ['a', 'b', 'c'], 1_000);
      await scene.admit(505, 'cart1');
      const runs = await scene.claim(1_000, 10);
      await scene.store.commit(
        runs.map((run) =>
          waits(run, {
            next: {
              subscriptions: [{ id: 's', event: 'go', filter: { op: 'payload', path: 'n', is: 'gt', value: 1 } }],
            },
          }),
        ),
      );
      const contacts = runs.map(({ contactId }) => contactId);
      await database.inTransaction((tx) => tx.run('INSERT INTO journey (id, workspace_id, name, state, draft, draft_revision, revision, created_at, updated_at) VALUES (505, 505, ?, ?, ?, 0, 0, 0, 0)', ['j', 'live', '{}'])); // prettier-ignore
      await scene.happens('go', ['a'], 2_000);
      const inside = (n: number) => ({ journeyId: 505, entryId: 'seg', contactId: contacts[n]! });
      await scene.routeSignals(10, async (_, read) => {
        expect((await read.activeRuns(contacts)).map(({ id, key }) => [id, key])).toEqual(
          runs.map(({ id }) => [id, 'cart1']),
        );
        expect(await read.activeRuns(contacts, [999])).toEqual([]);
        const identity = (key: string) => ({ journeyId: 505, contactId: contacts[0]!, key });
        expect(await read.earlierRuns([identity('cart1'), identity('cart2')])).toEqual([
          { ...identity('cart1'), startedAt: 1_000, underWay: 1 },
        ]);
        const found = await read.subscriptions([{ contactId: contacts[0]!, event: 'go' }, { contactId: contacts[1]!, event: 'stop' }]); // prettier-ignore
        expect(found).toEqual([
          {
            runId: runs[0]?.id,
            contactId: contacts[0],
            subscription: 's',
            event: 'go',
            filter: { op: 'payload', path: 'n', is: 'gt', value: 1 },
          },
        ]);
        expect(await read.inside([inside(0), inside(1)])).toEqual([]);
        return { ...nothing, enterSegment: [inside(0), inside(1), inside(0)], leaveSegment: [inside(2)] };
      });
      await scene.happens('go', ['b'], 2_000);
      await scene.routeSignals(10, async (_, read) => {
        expect(await read.inside([inside(0), inside(1), inside(2)])).toEqual([inside(0), inside(1)]);
        const everyone = { workspaceId: 505, condition: undefined, now: 2_000, afterContactId: 0, limit: 10 };
        expect((await read.audience(everyone)).map(({ contactId }) => contactId)).toEqual(contacts);
        expect(
          (await read.audience({ ...everyone, afterContactId: contacts[0]!, limit: 1 })).map(
            ({ contactId }) => contactId,
          ),
        ).toEqual([contacts[1]]);
        expect(
          (await read.audience({ ...everyone, segment: { journeyId: 505, entryId: 'seg', inside: false } })).length,
        ).toBe(1);
        const came = { op: 'event', event: 'go', aggregate: 'count', is: 'gte', value: 1 } as const;
        expect((await read.audience({ ...everyone, condition: came })).length).toBe(2);
        return { ...nothing, leaveSegment: [inside(0)] };
      });
      expect(await scene.count('segment_state')).toBe(1);
    });

    test('facts are what was asked for, and nothing more', async () => {
      const scene = new Scene(database, 506);
      const events = createEventStore(database);
      const [{ contactId } = { contactId: 0 }] = await events.ingest(
        [
          {
            workspaceId: 506,
            kind: 'identify',
            messageId: 'i',
            userId: 'u',
            type: '',
            occurredAt: 1,
            properties: {},
            traits: { city: 'X', secret: 1, address: { zip: 2 }, tags: ['b', 'a'] },
            timeZone: 'Asia/Shanghai',
            source: 's',
          },
        ],
        1,
      );
      await scene.happens('buy', ['u'], 3_000, { n: 2 });
      await scene.happens('buy', ['u'], 2_000, { n: 1 });
      await scene.happens('look', ['u'], 2_000);
      const wanted = [{ contactId: contactId ?? 0, workspaceId: 506 }];
      const some = (
        await scene.store.loadFacts(wanted, {
          attributes: new Set(['city', 'address.zip']),
          tags: true,
          payload: false,
          events: new Map([['buy', 1_000]]),
        })
      ).get(contactId ?? 0);
      expect(some).toMatchObject({
        contact: { externalId: 'u', attributes: { city: 'X', address: { zip: 2 } }, tags: ['a', 'b'] },
        timeZone: 'Asia/Shanghai',
      });
      expect(some?.contact.attributes).not.toHaveProperty('secret');
      expect([...(some?.history.keys() ?? [])]).toEqual(['buy']);
      expect(some?.history.get('buy')?.map(({ properties }) => properties['n'])).toEqual([1, 2]);
      const all = (
        await scene.store.loadFacts(wanted, {
          attributes: new Set(['*']),
          tags: false,
          payload: false,
          events: new Map(),
        })
      ).get(contactId ?? 0);
      expect(all?.contact).toMatchObject({ attributes: { secret: 1 }, tags: [] });
      await scene.ignore();
    });
  });
