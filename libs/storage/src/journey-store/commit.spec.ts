import type { ClaimedRun } from '@sojourn/execution';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { Scene, ends, waits } from '../testing-scene.js';
import { EDGE_TOTALS, testDatabases } from '../testing.js';

for (const db of testDatabases())
  describe(`committing on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    /** One run of one contact, claimed. */
    const oneRun = async (workspaceId: number, at = 1_000) => {
      const scene = new Scene(database, workspaceId);
      await scene.enter(workspaceId, 1, at);
      const run = (await scene.claim(at, 1))[0]!; // entered just now
      return { scene, run, user: `j${workspaceId}-0` };
    };

    test('a wait keeps node, visits, memory and variables, and comes back when due', async () => {
      const { scene, run } = await oneRun(201);
      await scene.store.commit([
        waits(run, {
          next: {
            nodeId: 'n2',
            visits: { n1: 1, n2: 1 },
            arrivedAt: 1_000,
            dueAt: 2_000,
            memory: { tries: [1, null] },
            variables: { coupon: { code: '新' } },
          },
        }),
      ]);
      expect(await scene.claim(1_999)).toEqual([]);
      const [again] = await scene.claim(2_000);
      expect(again).toMatchObject({
        nodeId: 'n2',
        visits: { n1: 1, n2: 1 },
        dueAt: 2_000,
        pending: { kind: 'timer' },
        memory: { tries: [1, null] },
        variables: { coupon: { code: '新' } },
      });
      await scene.store.commit([
        ends(again!, { next: { state: 'ended', nodeId: 'n2', reason: 'unconnected', detail: 'sent' } }),
      ]);
      expect(
        await scene.rows(
          'SELECT state, due_at AS due, end_reason AS reason, end_detail AS detail FROM run WHERE id = ?',
          run.id,
        ),
      ).toEqual([{ state: 'ended', due: null, reason: 'unconnected', detail: 'sent' }]);
    });

    test('an event that comes wakes the run; the worker that had claimed it is fenced out and writes nothing', async () => {
      const { scene, run, user } = await oneRun(202);
      await scene.store.commit([
        waits(run, { next: { dueAt: 5_000, subscriptions: [{ id: 'bought', event: 'purchase' }] } }),
      ]);
      const [timer] = await scene.claim(5_000);
      await scene.happens('purchase', [user], 4_900);
      await scene.route();
      const written = waits(timer!, {
        effects: [
          { nodeId: 'n1', visit: 1, effect: { kind: 'track', event: 'nudged', properties: {} } },
          { nodeId: 'n1', visit: 1, effect: { kind: 'contact', set: { nudged: true } } },
          {
            nodeId: 'n1',
            visit: 1,
            effect: { kind: 'message', channel: 'inbox', content: { body: 'hi', format: 'text' }, data: {} },
          },
        ],
        trace: [{ nodeId: 'n1', visit: 1, outcome: 'timeout' }],
      });
      expect(await scene.store.commit([written])).toEqual({ fencedOut: [run.id] });
      expect([await scene.count('trace'), await scene.count('outbox'), await scene.count('edge_delta')]).toEqual([
        0, 0, 1,
      ]);
      expect(
        await scene.rows("SELECT id FROM event WHERE workspace_id = 202 AND type IN ('nudged', '$contact_updated')"),
      ).toEqual([]);
      const [woken] = await scene.claim(6_000);
      expect(woken).toMatchObject({ id: run.id, dueAt: 4_900, pending: { kind: 'event', subscription: 'bought' } });
      expect(await scene.count('subscription')).toBe(0);
      await scene.store.commit([ends(woken!)]);
    });

    test('an event routed between loading and committing is not lost: the wait is over at once', async () => {
      const { scene, run, user } = await oneRun(203);
      const known = (
        await scene.store.loadFacts([run], { attributes: new Set(), tags: false, payload: false, events: new Map() })
      ).get(run.contactId)?.lastEventId;
      await scene.happens('purchase', [user], 700, { amount: 5 });
      await scene.happens('purchase', [user], 800, { amount: 50 });
      await scene.happens('purchase', [user], 900, { amount: 60 });
      await scene.ignore();
      const filter = { op: 'payload', path: 'amount', is: 'gte', value: 50 } as const;
      await scene.store.commit([
        waits(run, {
          knownEventId: known ?? -1,
          next: { dueAt: 9_000, subscriptions: [{ id: 'big', event: 'purchase', filter }] },
        }),
      ]);
      const [woken] = await scene.claim(1_200);
      // Not before the wake's own moment.
      expect(woken).toMatchObject({ dueAt: 1_000, pending: { kind: 'event', subscription: 'big' } });
      expect(await scene.count('subscription')).toBe(0);
      await scene.store.commit([ends(woken!)]);
    });

    test('an event not yet routed finds the subscription by itself; one known before does not count', async () => {
      const { scene, run, user } = await oneRun(204);
      await scene.happens('purchase', [user], 900);
      await scene.ignore();
      const facts = await scene.store.loadFacts([run], {
        attributes: new Set(),
        tags: false,
        payload: false,
        events: new Map([['purchase', Infinity]]),
      });
      expect(facts.get(run.contactId)?.history.get('purchase')?.length).toBe(1);
      await scene.happens('purchase', [user], 1_200);
      await scene.store.commit([
        waits(run, {
          knownEventId: facts.get(run.contactId)!.lastEventId,
          next: { subscriptions: [{ id: 's', event: 'purchase' }] },
        }),
      ]);
      expect(await scene.claim(9_000)).toEqual([]);
      await scene.route();
      const [woken] = await scene.claim(9_000);
      expect(woken?.dueAt).toBe(1_200);
      await scene.store.commit([ends(woken!)]);
    });

    test('a contact is changed once for all effects, and journeys hear only of what really changed', async () => {
      const { scene, run } = await oneRun(205);
      const contact = (over: object) => ({ nodeId: 'n1', visit: 1, effect: { kind: 'contact' as const, ...over } });
      await scene.store.commit([
        waits(run, {
          effects: [
            contact({ set: { tier: 'gold', email: 'A@b.c' }, addTags: ['vip', 'x'] }),
            contact({ removeTags: ['x'] }),
            contact({ set: { tier: 'gold' }, addTags: ['vip'] }),
          ],
          next: { dueAt: 2_000 },
        }),
      ]);
      expect(await scene.rows('SELECT attributes, email FROM contact WHERE id = ?', run.contactId)).toEqual([
        { attributes: '{"tier":"gold","email":"A@b.c"}', email: 'a@b.c' },
      ]);
      expect(await scene.rows('SELECT tag FROM contact_tag WHERE contact_id = ?', run.contactId)).toEqual([
        { tag: 'vip' },
      ]);
      expect(
        await scene.rows("SELECT id FROM event WHERE workspace_id = 205 AND type = '$contact_updated'"),
      ).toHaveLength(2);
      expect(await scene.count('signal')).toBe(2);
      await scene.ignore();
      const [again] = await scene.claim(2_000);
      await scene.store.commit([
        ends(again!, {
          effects: [contact({ set: { tier: 'gold' }, unset: ['none'], addTags: ['vip'], removeTags: ['none'] })],
        }),
      ]);
      expect(await scene.count('signal')).toBe(0);
    });

    test('edges are counted once per run that took them, ends once', async () => {
      const scene = new Scene(database, 206);
      await scene.enter(206, 30, 1_000);
      const runs = await scene.claim(1_000);
      await scene.store.commit(
        runs.map((run, i) => {
          const trace = [
            { nodeId: 'n1', visit: 1, outcome: i % 3 ? 'yes' : 'no' },
            ...(i % 3 ? [{ nodeId: 'n2', visit: 1, outcome: null }] : []),
          ];
          const next =
            i % 3
              ? ({ state: 'ended', nodeId: 'n2', reason: 'finished' } as const)
              : ({ state: 'ended', nodeId: 'n1', reason: 'unconnected', detail: 'no' } as const);
          return ends(run, { trace, next });
        }),
      );
      const counts = await scene.rows<{ at: string; n: number }>(
        `SELECT CONCAT(node_id, ' ', outcome) AS at, n FROM ${EDGE_TOTALS} WHERE workspace_id = 206`,
      );
      expect(Object.fromEntries(counts.map(({ at, n }) => [at, n]))).toEqual({
        'entry entered': 30,
        'n1 yes': 20,
        'n1 no': 10,
        'n2 $end:finished': 20,
        'entry $end:finished': 20,
        'entry $end:unconnected': 10,
      });
    });

    test('a run paused under way stays paused where it arrived', async () => {
      const { scene, run } = await oneRun(207);
      await database.inTransaction((tx) => tx.run("UPDATE run SET state = 'paused' WHERE id = ?", [run.id]));
      const message = { kind: 'message', channel: 'inbox', content: { body: '', format: 'text' }, data: {} } as const;
      await scene.store.commit([
        waits(run, {
          effects: [{ nodeId: 'n1', visit: 1, effect: message }],
          next: { nodeId: 'n2', visits: { n2: 1 }, dueAt: 1_500 },
        }),
      ]);
      expect(await scene.claim(9_000)).toEqual([]);
      expect(await scene.store.claimOutbox({ now: 9_000, limit: 10, leaseMs: 1 })).toEqual([]);
      expect(await scene.rows('SELECT state, node_id AS node FROM run WHERE id = ?', run.id)).toEqual([
        { state: 'paused', node: 'n2' },
      ]);
    });

    test('a run whose contact turns out to be someone known moves along; the worker that held it is fenced out', async () => {
      const scene = new Scene(database, 210);
      const call = {
        workspaceId: 210,
        kind: 'track',
        type: 'enter',
        occurredAt: 1_000,
        properties: {},
        source: 'spec',
      } as const;
      const [visitor] = await scene.events.ingest([{ ...call, messageId: 'a', anonymousId: 'a' }], 1_000);
      await scene.admit(210);
      const [run] = await scene.claim(1_000, 1);
      expect(run?.contactId).toBe(visitor?.contactId);
      const [known] = await scene.events.ingest([{ ...call, messageId: 'b', userId: 'u' }, { ...call, messageId: 'c', userId: 'u', anonymousId: 'a' }], 1_100); // prettier-ignore
      await scene.ignore();
      expect(await scene.store.commit([waits(run!)])).toEqual({ fencedOut: [run?.id] });
      const [again] = await scene.claim(1_000, 1);
      expect(again).toMatchObject({
        id: run?.id,
        contactId: known?.contactId,
        dueAt: 1_000,
        pending: { kind: 'arrived' },
      });
      await scene.store.commit([ends(again!)]);
      await scene.ignore();
    });

    test('quarantine parks a run visibly, guarded by the fence', async () => {
      const { scene, run } = await oneRun(208);
      await scene.store.quarantine([{ id: run.id, fence: run.fence - 1, at: 1, reason: 'too late' }]);
      expect(await scene.rows('SELECT state FROM run WHERE id = ?', run.id)).toEqual([{ state: 'active' }]);
      await scene.store.quarantine([{ id: run.id, fence: run.fence, at: 1, reason: 'the node threw' }]);
      expect(await scene.rows('SELECT state, end_detail AS why FROM run WHERE id = ?', run.id)).toEqual([
        { state: 'quarantined', why: 'the node threw' },
      ]);
      expect(await scene.claim(1e9)).toEqual([]);
    });

    test('sixteen overlapping commits over the same contacts all hold', async () => {
      const scene = new Scene(database, 209);
      const batches: (readonly ClaimedRun[])[] = [];
      for (let journey = 0; journey < 16; journey++) {
        await scene.happens('enter', Array.from({ length: 20 }, (_, i) => `c${i}`), 1_000 - journey); // prettier-ignore
        await scene.admit(2_090 + journey);
        batches.push(await scene.claim(1_000));
      }
      const tag = (n: number) => [
        { nodeId: 'n1', visit: 1, effect: { kind: 'contact' as const, set: { [`a${n}`]: n }, addTags: [`t${n}`] } },
      ];
      const results = await Promise.all(
        batches.map((runs, n) => scene.store.commit([...runs].reverse().map((run) => ends(run, { effects: tag(n) })))),
      );
      expect(results.every(({ fencedOut }) => fencedOut.length === 0)).toBe(true);
      const contacts = await scene.rows<{ attributes: string }>(
        'SELECT attributes FROM contact WHERE workspace_id = 209',
      );
      expect(contacts.every(({ attributes }) => Object.keys(JSON.parse(attributes) as object).length === 16)).toBe(
        true,
      );
      expect(await scene.count('contact_tag')).toBe(16 * 20);
    });
  });
