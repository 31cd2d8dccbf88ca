import { programs } from '@sojourn/engine';
import type { Courier, CourierResult } from '@sojourn/execution';
import { OperationalError } from '@sojourn/kernel';
import { type NodeProgram, retry, to } from '@sojourn/plugin-sdk/engine';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../engine/audit.js';
import { journey, openShop, Shop, type ShopOptions } from '../engine/house.js';
import { addWorkspace, draw } from './neighbours.js';

/** Defects around failures: counters that add up until they kill, and one tenant's mistake that becomes everyone's. */
for (const db of testDatabases())
  describe(`failures, on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    it('many small failures over a long journey do not kill the run: no counter goes on from step to step', async () => {
      let commits = 0;
      let calls = 0;
      const flaky = (courier: Courier): Courier => ({
        ...courier,
        async deliver(items, now, begin) {
          // Refused three times, taken at the fourth.
          if (++calls % 4 !== 0) return items.map(({ id }): CourierResult => ({ id, at: now, again: { reason: 'http-429', arrived: 'no' } })); // prettier-ignore
          return courier.deliver(items, now, begin);
        },
      });
      const stubborn: NodeProgram<never> = {
        execute: (_, { items }) =>
          items.map((item) => (item.wake.kind === 'retry' && item.wake.attempt > 3 ? to(item, 'done') : retry(item, { after: 1_000 }))), // prettier-ignore
      };
      const options: ShopOptions = {
        couriers: (couriers) => couriers.map(flaky),
        programs: new Map([...programs, ['update-contact', stubborn]]),
        store: (store) => ({
          ...store,
          commit: (steps) => {
            if (steps.length > 0 && ++commits % 3 !== 0) throw new OperationalError('the database is away', { code: 'storage.unreachable' }); // prettier-ignore
            return store.commit(steps);
          },
        }),
      };
      const shop = await openShop(database, options);
      // As the worker does: what the world broke is tried again.
      const patient = async (work: () => Promise<void>): Promise<void> => {
        for (let tries = 0; tries < 2_000; tries++) {
          try {
            return await work();
          } catch (error) {
            if (!(error instanceof OperationalError)) throw error;
          }
        }
        throw new Error('never came to rest');
      };
      const drawing = journey().onEvent('go');
      for (let step = 0; step < 25; step++) drawing.wait(`w${step}`, '1 hour').tag(`t${step}`, 'x').message(`m${step}`, `no. ${step}`); // prettier-ignore
      await patient(async () => void (await shop.publish(drawing.end('x'))));
      await shop.happen({ user: 'ana', event: 'go' });
      await patient(() => shop.settle());
      const end = shop.clock.now() + 40 * 3_600_000;
      await patient(() => shop.until(end));
      expect(await shop.standing('ana')).toEqual(['x: finished']);
      expect(await shop.inbox('ana')).toEqual(Array.from({ length: 25 }, (_, step) => `no. ${step}`));
      expect([commits > 100, calls >= 100]).toEqual([true, true]);
      await audit(shop);
    });

    describe('of one workspace', () => {
      const poison: NodeProgram<never> = {
        execute: (_, { items, config }) =>
          items.map((item) => {
            if ((config as { addTags?: string[] }).addTags?.includes('poison')) throw new Error('cannot be digested');
            return to(item, 'done');
          }),
      };
      const options: ShopOptions = { programs: new Map([...programs, ['update-contact', poison]]) };

      /** Two workspaces under one engine: the shop that is asked moves both. */
      async function neighbours(): Promise<{ quiet: Shop; broken: Shop }> {
        const quiet = await openShop(database, options);
        const other = await addWorkspace(database, 'other');
        const broken = new Shop(database, quiet.clock, other, options);
        return { quiet, broken };
      }
      const tagging = (name: string, tag: string) => journey(name).onEvent('go').again({ mode: 'always' }).wait('w', '1 hour').tag('t', tag).end('x'); // prettier-ignore
      const users = (prefix: string): { user: string; event: string }[] =>
        Array.from({ length: 30 }, (_, i) => ({ user: `${prefix}${i}`, event: 'go' }));
      const moments = (shop: Shop): Promise<{ at: number; due: number }[]> =>
        shop.rows('SELECT ended_at AS at, started_at AS due FROM run WHERE workspace_id = ? ORDER BY id', shop.workspaceId); // prettier-ignore

      it('that throws in a step leaves the lateness of others as it was', async () => {
        const { quiet, broken } = await neighbours();
        await draw(quiet, tagging('Fine', 'fine'));
        await draw(broken, tagging('Poisoned', 'poison'));
        await quiet.happen(...users('q'));
        await broken.happen(...users('b'));
        await quiet.settle();
        const due = quiet.clock.now() + 3_600_000;
        await quiet.passes('2 hours');
        expect(await moments(quiet)).toEqual(Array.from({ length: 30 }, () => ({ at: due, due: due - 3_600_000 })));
        expect(await quiet.number("SELECT COUNT(*) AS n FROM run WHERE state = 'quarantined' AND workspace_id = ?", broken.workspaceId)).toBe(30); // prettier-ignore
        await audit(quiet);
      });

      it('that cannot even be read leaves the lateness of others as it was, and is parked with the reason', async () => {
        const { quiet, broken } = await neighbours();
        const id = await draw(broken, tagging('Unreadable', 'fine'));
        await broken.happen(...users('b'));
        await broken.settle();
        await draw(quiet, tagging('Fine', 'fine'));
        // As after a restore from somewhere else: what was published is nonsense, and an engine starts.
        await database.inTransaction(async (tx) => {
          await tx.run(`UPDATE journey_version SET document = '{"nodes": 7}' WHERE journey_id = ?`, [id]);
        });
        const fresh = new Shop(database, quiet.clock, quiet.workspaceId, options);
        await fresh.happen(...users('q'));
        await fresh.settle();
        const due = fresh.clock.now() + 3_600_000;
        await fresh.passes('2 hours');
        expect(await moments(fresh)).toEqual(Array.from({ length: 30 }, () => ({ at: due, due: due - 3_600_000 })));
        const parked = await fresh.rows<{ why: string; n: number }>("SELECT end_detail AS why, COUNT(*) AS n FROM run WHERE state = 'quarantined' AND workspace_id = ? GROUP BY end_detail", broken.workspaceId); // prettier-ignore
        expect(parked).toEqual([{ why: expect.any(String), n: 30 }]);
        expect(parked[0]?.why).not.toBe('');
      });
    });
  });
