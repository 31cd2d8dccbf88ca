import type { Routing, Signal } from '@sojourn/execution';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { Scene, waits } from '../testing-scene.js';
import { testDatabases } from '../testing.js';
import { createEventStore, type EventStore } from './index.js';

const NOTHING: Routing = { admit: [], wake: [], end: [], enterSegment: [], leaveSegment: [], entryTimers: [] };

for (const db of testDatabases())
  describe(`merging contacts on ${db.name}`, () => {
    let database: Database;
    let events: EventStore;
    beforeAll(async () => {
      database = await db.open();
      events = createEventStore(database);
    });
    afterAll(() => db.close());

    let serial = 0;
    const track = (workspaceId: number, who: { userId?: string; anonymousId?: string }, type: string, at: number) =>
      events.ingest(
        [{ workspaceId, kind: 'track', messageId: `merge${++serial}`, ...who, type, occurredAt: at, properties: {}, source: 'spec' }],
        at,
      ); // prettier-ignore

    test('whoever moves the known contact at that moment decides again, with the past that came along', async () => {
      const scene = new Scene(database, 701);
      await scene.happens('enter', ['u'], 1_000);
      await scene.admit(701);
      await track(701, { anonymousId: 'visitor' }, 'bought', 1_001);
      await scene.ignore();
      const [run] = await scene.claim(1_100);
      const known = async (): Promise<number> => {
        const facts = await scene.store.loadFacts([run!], { attributes: new Set(), tags: false, payload: false, events: new Map() }); // prettier-ignore
        return facts.get(run!.contactId)?.lastEventId ?? 0;
      };
      const before = await known();
      await track(701, { anonymousId: 'visitor', userId: 'u' }, 'signed-in', 1_100);

      const wait = waits(run!, { knownEventId: before, next: { subscriptions: [{ id: 's', event: 'bought' }] } });
      expect(await scene.store.commit([wait])).toEqual({ fencedOut: [run!.id] });
      expect(await scene.count('subscription')).toBe(0);
      expect(await known()).toBeGreaterThan(before);
      await scene.ignore();
      expect(await scene.claim(1_100)).toMatchObject([
        { id: run!.id, fence: run!.fence + 1, dueAt: run!.dueAt, nodeId: run!.nodeId, pending: run!.pending },
      ]);
    });

    test('a run of the known contact that waits goes on waiting for the same', async () => {
      const scene = new Scene(database, 702);
      await scene.happens('enter', ['u'], 1_000);
      await scene.admit(702);
      const [run] = await scene.claim(1_000);
      await scene.store.commit([
        waits(run!, { next: { dueAt: 9_000, subscriptions: [{ id: 's', event: 'bought' }] } }),
      ]);
      await track(702, { anonymousId: 'visitor' }, 'viewed', 1_001);
      await track(702, { anonymousId: 'visitor', userId: 'u' }, 'bought', 1_100);
      await scene.route();
      expect(await scene.claim(2_000)).toMatchObject([{ id: run!.id, dueAt: 1_100, pending: { kind: 'event' } }]);
    });

    // SQLite's one writer lets nobody in between.
    test.skipIf(db.name === 'sqlite')('an event whose contact is merged while it is routed is heard once, as the known one’s', async () => {
      const scene = new Scene(database, 703);
      const [user] = await scene.happens('known', ['u'], 1_000);
      await scene.ignore();
      await track(703, { anonymousId: 'visitor' }, 'viewed', 1_001);
      let decided = (): void => undefined;
      let merged = (): void => undefined;
      const underWay = new Promise<void>((resolve) => (decided = resolve));
      const over = new Promise<void>((resolve) => (merged = resolve));
      const admitViewers = (signals: readonly Signal[]): Routing => ({
        ...NOTHING,
        admit: signals
          .filter(({ event }) => event.type === 'viewed')
          .map(({ workspaceId, contactId, at, id }) => ({
            ...{ workspaceId, contactId, at, journeyId: 703, versionId: 7030, key: '', entryId: 'e1', nodeId: 'n1' },
            entryEventId: id,
          })),
      });
      const routing = scene.routeSignals(10, async (signals) => {
        decided();
        await over;
        return admitViewers(signals);
      });
      await underWay;
      await track(703, { anonymousId: 'visitor', userId: 'u' }, 'signed-in', 1_100);
      merged();
      await routing;
      while ((await scene.routeSignals(10, (signals) => Promise.resolve(admitViewers(signals)))).signals > 0);
      expect(await scene.rows('SELECT contact_id AS contactId FROM run WHERE workspace_id = 703')).toEqual([
        { contactId: user },
      ]);
      // Signing in waits for the run to move.
      expect(
        await scene.rows(
          'SELECT e.type FROM `signal` s JOIN event e ON e.id = s.id WHERE s.workspace_id = 703 ORDER BY s.id',
        ),
      ).toEqual([{ type: 'signed-in' }]);
    }); // prettier-ignore
  });
