import { DAY } from '@sojourn/kernel';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../engine/audit.js';
import { journey, openShop, Shop, tagged } from '../engine/house.js';

/** Defects around long times: waits cut at 32 bits or moved by the clocks' change, schedules that fire anew after a save. */
for (const db of testDatabases())
  describe(`long times, on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    /** The same world under an engine that has just started. */
    const restarted = async (shop: Shop): Promise<Shop> => new Shop(await db.open(), shop.clock, shop.workspaceId);

    it('a wait of 90 days is 90 days, across both changes of the clocks and a start every week', async () => {
      // Clocks go forward on 8 March in New York, back on 1 November.
      for (const [start, inNewYork, inUtc] of [
        ['2026-01-01T14:00', '2026-04-01T13:00', '2026-04-01T14:00'],
        ['2026-09-01T13:00', '2026-11-30T14:00', '2026-11-30T13:00'],
      ] as const) {
        let shop = await openShop(database, { start });
        await shop.publish(journey().onEvent('go').wait('w', '90 days').end('x'));
        await shop.identify('ana', {}, 'America/New_York');
        await shop.track('ana', 'go');
        await shop.track('bo', 'go');
        for (let week = 0; week < 12; week++) {
          await shop.passes('7 days');
          shop = await restarted(shop);
          expect([await shop.standing('ana'), await shop.standing('bo')]).toEqual([['w'], ['w']]);
        }
        const ends = [inNewYork, inUtc].map((local) => Date.parse(`${local}Z`));
        const first = Math.min(...ends);
        await shop.until(first - 1);
        expect([await shop.standing('ana'), await shop.standing('bo')]).toEqual([['w'], ['w']]);
        await shop.until(Math.max(...ends));
        const at = await shop.rows<{ user: string; at: number }>(
          'SELECT c.external_id AS user, r.ended_at AS at FROM run r JOIN contact c ON c.id = r.contact_id ORDER BY c.external_id',
        );
        expect(at).toEqual([{ user: 'ana', at: ends[0] }, { user: 'bo', at: ends[1] }]); // prettier-ignore
        await audit(shop);
      }
    });

    it('a scheduled journey edited, published and restarted twenty times lets everyone in once an occurrence', async () => {
      let shop = await openShop(database, { start: '2026-03-01T00:00' });
      for (const user of ['ana', 'bo', 'cy']) await shop.identify(user, {});
      await shop.patch('cy', { addTags: ['away'] });
      const rule = { rrule: 'FREQ=DAILY', start: '2026-03-02T09:00', timeZone: 'UTC', audience: { op: 'not' as const, condition: tagged('away') } }; // prettier-ignore
      const drawn = (text: string) => journey().onSchedule(rule).again({ mode: 'always' }).wait('w', '1 minute').message('m', text); // prettier-ignore
      const id = await shop.publish(drawn('0'));
      // Before the occurrence, at its very moment, and after it.
      for (let edit = 1; edit <= 20; edit++) {
        if (edit === 8) await shop.at('2026-03-02T09:00');
        if (edit === 15) await shop.at('2026-03-02T12:00');
        await shop.publishAgain(id, drawn(String(edit)));
        shop = await restarted(shop);
        await shop.settle();
      }
      expect(await shop.entered(id)).toBe(2);
      await shop.at('2026-03-02T23:59');
      expect([await shop.entered(id), (await shop.inbox('ana')).length, (await shop.inbox('bo')).length]).toEqual([2, 1, 1]); // prettier-ignore
      await shop.at('2026-03-04T10:00');
      expect(await shop.entered(id)).toBe(6);
      expect(await shop.number('SELECT COUNT(*) AS n FROM entry_timer')).toBe(1);
      expect(await shop.number('SELECT MIN(due_at) AS n FROM entry_timer')).toBe(Date.UTC(2026, 2, 4, 9) + DAY);
      await audit(shop);
    });
  });
