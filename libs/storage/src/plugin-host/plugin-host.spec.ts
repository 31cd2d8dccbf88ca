import { DAY, VirtualClock } from '@sojourn/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import { housekeep } from '../housekeeping/index.js';
import { testDatabases } from '../testing.js';
import * as costs from './costs.js';
import { erasePluginData } from './erase.js';
import * as kv from './kv.js';
import { mergeKv } from './kv-merge.js';
import * as recordings from './recordings.js';
import * as sources from './sources.js';
import * as writes from './writes.js';

for (const db of testDatabases())
  describe(`what the host keeps for plugins on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());
    const change = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inTransaction(work);
    const limits = { quotaBytes: 1_000, now: 5 };
    const at = (more: Partial<kv.KvAddress> = {}): kv.KvAddress => ({ workspaceId: 1, plugin: 'acme.weather', place: 'w', contactId: 0, ...more }); // prettier-ignore
    const put = (where: kv.KvAddress, name: string, value: string | undefined): Promise<boolean> =>
      change((tx) => kv.set(tx, where, new Map([[name, value]]), limits));

    describe('the store', () => {
      it('keeps values apart by workspace, plugin, place and name', async () => {
        await put(at(), 'a', '1');
        await put(at({ workspaceId: 2 }), 'a', '2');
        await put(at({ plugin: 'acme.other' }), 'a', '3');
        await put(at({ place: 'c:7', contactId: 7 }), 'a', '4');
        await put(at({ place: 'n:1:x' }), 'a', '"five"');
        const seen = async (where: kv.KvAddress): Promise<unknown> => Object.fromEntries(await kv.get(database.read, where, ['a', 'b'])); // prettier-ignore
        expect(await seen(at())).toEqual({ a: '1' });
        expect(await seen(at({ workspaceId: 2 }))).toEqual({ a: '2' });
        expect(await seen(at({ plugin: 'acme.other' }))).toEqual({ a: '3' });
        expect(await seen(at({ place: 'c:7', contactId: 7 }))).toEqual({ a: '4' });
        expect(await seen(at({ place: 'n:1:x' }))).toEqual({ a: '"five"' });
        expect(await seen(at({ workspaceId: 3 }))).toEqual({});
      });

      it('holds to the quota of all places together, and gives room back', async () => {
        const own = at({ workspaceId: 11 });
        const big = JSON.stringify('x'.repeat(600));
        expect(await put(own, 'a', big)).toBe(true);
        expect(await put({ ...own, place: 'c:1', contactId: 1 }, 'b', big)).toBe(false);
        expect(await kv.get(database.read, { ...own, place: 'c:1' }, ['b'])).toEqual(new Map());
        expect(await kv.used(database.read, 11, 'acme.weather')).toBe(603);
        expect(await put(own, 'a', undefined)).toBe(true);
        expect(await kv.used(database.read, 11, 'acme.weather')).toBe(0);
        expect(await put({ ...own, place: 'c:1', contactId: 1 }, 'b', big)).toBe(true);
        // A quota that was narrowed hinders growing, not shrinking.
        const narrow = { quotaBytes: 10, now: 6 };
        expect(await change((tx) => kv.set(tx, { ...own, place: 'c:1' }, new Map([['b', '"yy"']]), narrow))).toBe(true);
        expect(await change((tx) => kv.set(tx, own, new Map([['c', '"yyyyyyyyyyyy"']]), narrow))).toBe(false);
      });

      it('adds without losing any, however many add at once', async () => {
        const own = at({ workspaceId: 12 });
        await Promise.all(Array.from({ length: 20 }, () => change((tx) => kv.add(tx, own, 'n', 2, limits))));
        expect(await kv.get(database.read, own, ['n'])).toEqual(new Map([['n', '40']]));
        await put(own, 's', '"text"');
        expect(await change((tx) => kv.add(tx, own, 's', 1, limits))).toBe('not-a-number');
        expect(await change((tx) => kv.add(tx, own, 'm', 1, { quotaBytes: 1, now: 1 }))).toBe('over-quota');
      });
    });

    describe('costs', () => {
      it('add up by plugin and by journey', async () => {
        const row = { workspaceId: 1, journeyId: 5, nodeId: 'n', plugin: 'acme.weather', day: 100, items: 10, batches: 1, cpuUs: 50, calls: 10, errors: 1 }; // prettier-ignore
        await change((tx) => costs.add(tx, [row, { ...row, nodeId: 'm' }]));
        await change((tx) => costs.add(tx, [row, { ...row, day: 101 }, { ...row, journeyId: 6 }]));
        const n = { journeyId: 5, nodeId: 'n', plugin: 'acme.weather', items: 30, batches: 3, cpuUs: 150, calls: 30, errors: 3 }; // prettier-ignore
        const m = { ...n, nodeId: 'm', items: 10, batches: 1, cpuUs: 50, calls: 10, errors: 1 };
        expect(await costs.ofJourney(database.read, { workspaceId: 1, journeyId: 5, fromDay: 0 })).toEqual([m, n]);
        expect(await costs.ofJourney(database.read, { workspaceId: 2, journeyId: 5, fromDay: 0 })).toEqual([]);
        expect(await costs.ofPlugin(database.read, { workspaceId: 1, plugin: 'acme.weather', fromDay: 101 })).toEqual([
          { ...m, nodeId: 'n' },
        ]);
      });
    });

    const record = (tx: Tx, plugin: string, when: number, contactIds: number[]): Promise<number> =>
      recordings.add(tx, { workspaceId: 1, plugin, version: '1.0.0', hash: 'h', nodeType: 'forecast', journeyId: 5, nodeId: 'n', at: when, items: 1, reason: 'threw', contactIds, body: '{"input":{}}' }); // prettier-ignore

    describe('recordings', () => {
      it('are the last hundred of a plugin', async () => {
        for (let i = 0; i < 103; i++) await change((tx) => record(tx, 'acme.many', 1_000 + i, [i]));
        const kept = await recordings.list(database.read, 1, 'acme.many');
        expect(kept.map((one) => one.at)).toEqual(Array.from({ length: 100 }, (_, i) => 1_102 - i));
        expect(await recordings.list(database.read, 2, 'acme.many')).toEqual([]);
        const [head] = kept;
        expect(await recordings.one(database.read, 1, 'acme.many', head!.id)).toMatchObject({ body: '{"input":{}}' });
        expect(await recordings.one(database.read, 2, 'acme.many', head!.id)).toBeUndefined();
      });

      it('of seven days', async () => {
        const now = 1_000 * DAY;
        await change((tx) => record(tx, 'acme.old', now - 8 * DAY, [1]));
        await change((tx) => record(tx, 'acme.old', now - 6 * DAY, [1]));
        await change((tx) => costs.add(tx, [{ workspaceId: 9, journeyId: 1, nodeId: 'n', plugin: 'p', day: 10, items: 1, batches: 1, cpuUs: 1, calls: 1, errors: 1 }])); // prettier-ignore
        await housekeep(database, new VirtualClock(now), { worker: 'w', traceDays: 0 });
        expect((await recordings.list(database.read, 1, 'acme.old')).map((one) => one.at)).toEqual([now - 6 * DAY]);
        expect(await costs.ofPlugin(database.read, { workspaceId: 9, plugin: 'p', fromDay: 0 })).toEqual([]);
      });
    });

    it('what belongs to a contact goes with the contact', async () => {
      const own = at({ workspaceId: 1, plugin: 'acme.erase', place: 'c:77', contactId: 77 });
      await put(own, 'a', '"mine"');
      await put({ ...own, place: 'c:78', contactId: 78 }, 'a', '"hers"');
      await change((tx) => record(tx, 'acme.erase', 1, [76, 77]));
      await change((tx) => record(tx, 'acme.erase', 2, [177, 78]));
      await change((tx) => erasePluginData(tx, 1, [77]));
      expect(await kv.get(database.read, own, ['a'])).toEqual(new Map());
      expect(await kv.get(database.read, { ...own, place: 'c:78' }, ['a'])).toEqual(new Map([['a', '"hers"']]));
      expect(await kv.used(database.read, 1, 'acme.erase')).toBe(7);
      expect((await recordings.list(database.read, 1, 'acme.erase')).map((one) => one.at)).toEqual([2]);
    });

    it('what is kept of a visitor follows to the contact that the visitor turned out to be', async () => {
      const plugin = 'acme.merge';
      const of = (contactId: number, mark = 'c'): kv.KvAddress => at({ plugin, place: `${mark}:${contactId}`, contactId }); // prettier-ignore
      for (const [id, name, value] of [[91, 'seen', '1'], [91, 'plan', '"free"'], [92, 'plan', '"pro"'], [93, 'seen', '3'], [94, 'seen', '4']] as const) await put(of(id), name, value); // prettier-ignore
      await put(at({ workspaceId: 2, plugin, place: 'c:91', contactId: 91 }), 'seen', '"another workspace"');
      await change((tx) => kv.note(tx, of(91, 'm'), 'sent', '[]', 5));
      const before = await kv.used(database.read, 1, plugin);
      await change((tx) => mergeKv(tx, 1, [{ from: 91, into: 92 }, { from: 93, into: 92 }])); // prettier-ignore
      const names = ['seen', 'plan', 'sent'];
      expect(Object.fromEntries(await kv.get(database.read, of(92), names))).toEqual({ seen: '1', plan: '"pro"' });
      expect(await kv.get(database.read, of(92, 'm'), names)).toEqual(new Map([['sent', '[]']]));
      for (const gone of [of(91), of(93), of(91, 'm')]) expect(await kv.get(database.read, gone, names)).toEqual(new Map()); // prettier-ignore
      expect(await kv.get(database.read, of(94), names)).toEqual(new Map([['seen', '4']]));
      expect(await kv.get(database.read, at({ workspaceId: 2, plugin, place: 'c:91', contactId: 91 }), names)).toEqual(new Map([['seen', '"another workspace"']])); // prettier-ignore
      // "plan" of 91 and "seen" of 93 are gone.
      expect(await kv.used(database.read, 1, plugin)).toBe(before - 'plan"free"'.length - 'seen3'.length);
      await change((tx) => erasePluginData(tx, 1, [92, 94]));
      expect(await kv.used(database.read, 1, plugin)).toBe(0);
    });

    describe('sources', () => {
      const source = { workspaceId: 1, name: 'Shop', plugin: 'acme.shop', nodeType: 'orders', config: '{}', everySeconds: 60, nextAt: 100, createdAt: 1, createdBy: 1 }; // prettier-ignore
      const lease = (now: number, holder: string, leaseMs = 60_000): Promise<number[]> =>
        change(async (tx) => (await sources.lease(tx, { now, holder, leaseMs, limit: 10 })).map(({ id }) => id));

      it('are asked by one worker at a time; a dead one is replaced', async () => {
        const id = await change((tx) => sources.add(tx, { ...source, tokenHash: 'one' }));
        await change((tx) => sources.add(tx, { ...source, tokenHash: 'hook', everySeconds: null }));
        expect(await sources.nextAt(database.read)).toBe(100);
        expect(await lease(99, 'w1')).toEqual([]);
        const both = await Promise.all([lease(100, 'w1'), lease(100, 'w2')]);
        expect(both.flat()).toEqual([id]);
        expect(await lease(200, 'w3')).toEqual([]);
        await change((tx) => tx.run('UPDATE plugin_source SET lease_until = 1 WHERE id = ?', [id]));
        expect(await lease(200, 'w3')).toEqual([id]);
        const held = (holder: string, revision = 1): Promise<boolean> =>
          change((tx) => sources.stillHeld(tx, { id, holder, revision }));
        expect([await held('w1'), await held('w2'), await held('w3'), await held('w3', 2)]).toEqual([false, false, true, false]); // prettier-ignore
        await change((tx) => sources.succeeded(tx, id, { at: 201, events: 3, reached: '"c1"', nextAt: 260 }));
        expect(await sources.one(database.read, 1, id)).toMatchObject({ events: 3, reached: '"c1"', nextAt: 260, holder: null, lastOkAt: 201 }); // prettier-ignore
        await change((tx) => sources.failed(tx, id, { at: 270, error: 'no answer', nextAt: 330 }));
        expect(await sources.one(database.read, 1, id)).toMatchObject({ failures: 1, lastError: 'no answer', reached: '"c1"', nextAt: 330 }); // prettier-ignore
      });

      it('belong to a workspace, but for their address', async () => {
        const id = await change((tx) => sources.add(tx, { ...source, workspaceId: 2, tokenHash: 'two' }));
        expect(await sources.one(database.read, 1, id)).toBeUndefined();
        expect(await sources.byToken(database.read, 'two')).toMatchObject({ id, workspaceId: 2 });
        expect(await change((tx) => sources.remove(tx, 1, id))).toBe(false);
        const to = { name: 'Other', config: '{"a":1}', state: 'paused' as const, everySeconds: null, nextAt: 0 };
        expect(await change((tx) => sources.change(tx, 1, id, 1, to))).toBe(false);
        expect(await change((tx) => sources.change(tx, 2, id, 1, to))).toBe(true);
        expect(await change((tx) => sources.change(tx, 2, id, 1, to)), 'an old revision').toBe(false);
        expect(await change((tx) => sources.rotate(tx, 2, id, 'three'))).toBe(true);
        expect(await sources.byToken(database.read, 'two')).toBeUndefined();
        expect(await change((tx) => sources.remove(tx, 2, id))).toBe(true);
      });
    });

    it('what calls wrote is known until their deliveries cannot be tried again', async () => {
      const row = (effectKey: string, slot = 's:1', at = 0) => ({ effectKey, slot, workspaceId: 5, plugin: 'acme.weather', batch: 'b', share: '1', reply: '2', at }); // prettier-ignore
      const outbox = (id: number, effectKey: string, state: string) => [id, 5, 1, 1, 'n', 1, effectKey, 'plugin', 'plugin:acme.weather', '{}', state, 1, 0, 0, 0]; // prettier-ignore
      await change(async (tx) => {
        await writes.note(tx, [row('gone'), row('sent'), row('open'), row('open', 's:2'), row('new', 's:1', 9)]);
        await writes.note(tx, [{ ...row('open'), batch: 'c', reply: null }]);
        await insertRows(tx, 'outbox', ['id', 'workspace_id', 'contact_id', 'run_id', 'node_id', 'visit', 'effect_key', 'kind', 'channel', 'effect', 'state', 'attempt', 'due_at', 'ready_at', 'created_at'], [outbox(901, 'sent', 'delivered'), outbox(902, 'open', 'unknown')]); // prettier-ignore
      });
      const known = async (slot: string) => (await writes.find(database.read, ['gone', 'sent', 'open', 'new'], slot)).map(({ effectKey, batch }) => `${effectKey} ${batch}`).sort(); // prettier-ignore
      expect(await known('s:1')).toEqual(['gone b', 'new b', 'open c', 'sent b']);
      expect(await change((tx) => writes.purge(tx, 5, 1))).toBe(1);
      expect(await change((tx) => writes.purge(tx, 5, 10))).toBe(1);
      expect(await known('s:1')).toEqual(['new b', 'open c']);
      await change((tx) => writes.forget(tx, ['open'], 's:1'));
      expect([await known('s:1'), await known('s:2')]).toEqual([['new b'], ['open b']]);
      await change((tx) => writes.clear(tx, 5, 'acme.weather'));
      expect([await known('s:1'), await known('s:2')]).toEqual([[], []]);
    });
  });
