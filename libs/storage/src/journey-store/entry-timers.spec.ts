import type { EntryTimer } from '@sojourn/execution';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { Scene } from '../testing-scene.js';
import { testDatabases } from '../testing.js';
import { layEntryTimers, removeEntryTimers } from './entry-timers.js';

const fired = (timer: EntryTimer, dueAt: number | null, cursor = 0) => ({
  timer,
  admit: [],
  enterSegment: [],
  leaveSegment: [],
  next: { dueAt, cursor },
});

for (const db of testDatabases())
  describe(`entry timers on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    test('one per entry and contact: laid, moved, fired page by page, removed', async () => {
      const scene = new Scene(database, 601);
      const timer = (entryId: string, contactId: number | null, dueAt: number | null) => ({
        workspaceId: 601,
        journeyId: 601,
        entryId,
        contactId,
        dueAt,
      });
      await database.inTransaction((tx) =>
        layEntryTimers(tx, [timer('weekly', null, 1_000), timer('birthday', 7, 500), timer('birthday', 8, 9_000)]),
      );
      await database.inTransaction((tx) => layEntryTimers(tx, [timer('birthday', 7, 800), timer('birthday', 8, null)]));
      expect(await scene.store.nextDueAt()).toBe(800);
      // What a contact does after its day has come, and before the engine took it, does not move the day to next year.
      await database.inTransaction((tx) => layEntryTimers(tx, [timer('birthday', 7, 9_999)], 800));
      expect(await scene.store.nextDueAt()).toBe(800);
      const seen: [string, number | null, number][] = [];
      const look = (timers: readonly EntryTimer[]) =>
        seen.push(...timers.map((t) => [t.entryId, t.contactId, t.cursor] as [string, number | null, number]));
      const routed = await scene.store.fireEntryTimers({ now: 1_000, limit: 10 }, (timers) => {
        look(timers);
        return Promise.resolve(timers.map((t) => (t.contactId === null ? fired(t, 1_000, 42) : fired(t, null))));
      });
      expect(routed.signals).toBe(2);
      await scene.store.fireEntryTimers({ now: 1_000, limit: 10 }, (timers) => {
        look(timers);
        return Promise.resolve(timers.map((t) => fired(t, 8_000)));
      });
      expect(seen).toEqual([
        ['birthday', 7, 0],
        ['weekly', null, 0],
        ['weekly', null, 42],
      ]);
      expect((await scene.store.fireEntryTimers({ now: 7_999, limit: 10 }, () => Promise.resolve([]))).signals).toBe(0);
      await database.inTransaction((tx) => removeEntryTimers(tx, 601));
      expect(await scene.count('entry_timer')).toBe(0);
    });

    test('a timer admits in the transaction that moves it on', async () => {
      const scene = new Scene(database, 602);
      const [contactId = 0] = await scene.happens('seen', ['a'], 1_000);
      await scene.ignore();
      await database.inTransaction((tx) =>
        layEntryTimers(tx, [{ workspaceId: 602, journeyId: 602, entryId: 'weekly', contactId: null, dueAt: 2_000 }]),
      );
      const admission = {
        workspaceId: 602,
        journeyId: 602,
        versionId: 6_020,
        contactId,
        key: '',
        entryId: 'weekly',
        nodeId: 'n1',
        at: 2_000,
        entryEventId: null,
      };
      const fire = () =>
        scene.store.fireEntryTimers({ now: 2_000, limit: 10 }, async (timers, read) => {
          const earlier = await read.earlierRuns([{ journeyId: 602, contactId, key: '' }]);
          return timers.map((t) => ({
            ...fired(t, 2_000, t.cursor + 1),
            admit: earlier.length === 0 ? [admission] : [],
          }));
        });
      expect((await Promise.all([fire(), fire(), fire()])).reduce((sum, { admitted }) => sum + admitted, 0)).toBe(1);
      expect((await scene.claim(2_000)).map((run) => [run.contactId, run.entryEventId])).toEqual([[contactId, null]]);
    });
  });
