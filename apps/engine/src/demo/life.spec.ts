import { DAY, HOUR, SECOND, systemClock } from '@sojourn/kernel';
import { users, workspaces, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishDocument } from '../journeys/publish-document.js';
import { plugins } from '../plugins/shipped.js';
import { endOfDay } from './hours.js';
import { cartReminder } from './journeys.js';
import { startLife } from './life.js';
import { Shop } from './shop.js';
import { findDemo, finishFilling, wantDemo, type Demo } from './state.js';

const NOW = Date.parse('2026-03-10T05:00:00Z');
const demo: Demo = { state: 'ready', seed: 's', contacts: 500, until: endOfDay(NOW), leaseUntil: 0, workspaceId: 1 };

describe('the shop from now on', () => {
  it('while nobody looks, is as lively as its past: some hundred events a day for 500 people', async () => {
    const shop = new Shop(demo, NOW);
    const events = [];
    for (let at = NOW; at < NOW + DAY; at += HOUR) {
      await shop.tell(at);
      events.push(...shop.due(at, 10_000));
    }
    expect(events.length).toBeGreaterThan(200);
    expect(events.length).toBeLessThan(1_500);
    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(events.length);
  });

  it('while somebody looks, makes about as many events as it was asked for', () => {
    const shop = new Shop(demo, NOW);
    let events = 0;
    const people = new Set<string>();
    for (let second = 0; second < 3_600; second++) {
      const at = NOW + second * SECOND;
      shop.bustle(at, 2);
      for (const { userId } of shop.due(at, 10_000)) {
        events++;
        people.add(userId);
      }
    }
    expect(events).toBeGreaterThan(5_000);
    expect(events).toBeLessThan(10_000);
    expect(people.size).toBeGreaterThan(500);
  });
});

for (const db of testDatabases().filter(({ name }) => name === 'sqlite'))
  describe('life in the demo workspace', () => {
    let database: Database;
    let workspaceId: number;
    const events = async (): Promise<number> =>
      (await database.read.rows<{ n: number }>('SELECT COUNT(*) AS n FROM event'))[0]?.n ?? 0;
    const live = async (ms: number): Promise<number> => {
      const before = await events();
      const health = { stopping: false, workerFault: undefined };
      const log = { isLevelEnabled: () => false, info: () => {}, warn: console.warn, error: console.error };
      const life = startLife({ database, clock: systemClock, queue: { announce: () => {} }, health, log });
      await sleep(ms);
      await life.stop();
      return (await events()) - before;
    };

    beforeAll(async () => {
      database = await db.open();
      const now = systemClock.now();
      workspaceId = await database.inTransaction(async (tx) => {
        const organizationId = await workspaces.addOrganization(tx, 'Shop', now);
        const ownerId = await users.add(tx, { email: 'o@example.com', name: 'O', passwordHash: null, createdAt: now });
        return wantDemo(tx, { organizationId, ownerId, now });
      });
    });
    afterAll(() => db.close());

    it('rests until it is filled and a journey is live, begins within seconds, and ends when stopped', async () => {
      expect(await live(1_000)).toBe(0);
      const wanted = (await findDemo(database.read))!; // wanted above
      await database.inTransaction((tx) => finishFilling(tx, { ...wanted, contacts: 100 }));
      expect(await live(1_000)).toBe(0);
      const given = { workspaceId, document: cartReminder, publishedBy: null, now: systemClock.now() };
      await database.inTransaction((tx) => publishDocument(tx, given, plugins.catalogue));
      expect(await live(5_000)).toBeGreaterThan(0);
      const before = await events();
      await sleep(1_500);
      expect(await events()).toBe(before);
    });

    it('rests when the workspace is gone', async () => {
      await database.inTransaction((tx) => tx.run('DELETE FROM workspace WHERE id = ?', [workspaceId]));
      expect(await live(2_000)).toBe(0);
    });
  });
