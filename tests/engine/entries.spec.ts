import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { attribute, did, journey, not, openShop, payload, tagged, type ShopOptions, type Shop } from './house.js';

for (const db of testDatabases())
  describe(`who comes in, on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());
    const open = (options?: ShopOptions): Promise<Shop> => openShop(database, options);

    describe('by an event', () => {
      it('only those whose payload meets the filter', async () => {
        const shop = await open();
        await shop.publish(
          journey()
            .onEvent('order', { filter: payload('amount', 'gte', 100) })
            .wait('w', '1 day'),
        );
        await shop.track('ana', 'order', { amount: 100 });
        await shop.track('bo', 'order', { amount: 99 });
        expect(await shop.standing('ana')).toEqual(['w']);
        expect(await shop.standing('bo')).toEqual([]);
      });

      it('"first" counts the first event that meets the filter, whatever came before', async () => {
        const shop = await open();
        const filter = payload('amount', 'gte', 100);
        await shop.publish(journey().onEvent('order', { filter, occurrence: 'first' }).again({ mode: 'always' }).end('x')); // prettier-ignore
        for (const amount of [5, 200, 300]) await shop.track('ana', 'order', { amount });
        expect(await shop.standing('ana')).toEqual(['x: finished']);
        expect(await shop.number('SELECT COUNT(*) AS n FROM run')).toBe(1);
      });

      it('"first" does not count an event from before the journey anew', async () => {
        const shop = await open();
        await shop.track('ana', 'order');
        await shop.publish(journey().onEvent('order', { occurrence: 'first' }).end('x'));
        await shop.track('ana', 'order');
        expect(await shop.standing('ana')).toEqual([]);
      });

      it('of two first events that arrive together only one lets in', async () => {
        const shop = await open();
        await shop.publish(journey().onEvent('order', { occurrence: 'first' }).again({ mode: 'always' }).end('x'));
        await shop.happen({ user: 'ana', event: 'order' }, { user: 'ana', event: 'order' });
        await shop.settle();
        expect(await shop.standing('ana')).toEqual(['x: finished']);
      });

      it.each([
        [{ mode: 'once' } as const, 1],
        [{ mode: 'afterExit' } as const, 2],
        [{ mode: 'always' } as const, 4],
        [{ mode: 'atMostEvery', days: 3 } as const, 2],
      ])('re-entry %o lets four orders make %i runs', async (reentry, runs) => {
        const shop = await open();
        const id = await shop.publish(journey().onEvent('order').again(reentry).wait('w', '1 day').end('x'));
        await shop.track('ana', 'order');
        await shop.passes('12 hours');
        await shop.track('ana', 'order');
        await shop.passes('24 hours');
        await shop.track('ana', 'order');
        await shop.passes('1 hour');
        if (reentry.mode === 'atMostEvery') await shop.at('2026-03-04T00:00');
        await shop.track('ana', 'order');
        expect(await shop.entered(id)).toBe(runs);
      });

      it('at most every 3 days counts from the last start, to the millisecond', async () => {
        const shop = await open();
        const id = await shop.publish(journey().onEvent('order').again({ mode: 'atMostEvery', days: 3 }).end('x'));
        await shop.track('ana', 'order');
        await shop.until(shop.clock.now() + 3 * 86_400_000 - 1);
        await shop.track('ana', 'order');
        expect(await shop.entered(id)).toBe(1);
        await shop.until(shop.clock.now() + 1);
        await shop.track('ana', 'order');
        expect(await shop.entered(id)).toBe(2);
      });

      it('each cart is a run of its own', async () => {
        const shop = await open();
        await shop.publish(journey().onEvent('cart', { keyBy: 'cart.id' }).wait('w', '1 day'));
        for (const id of ['a', 'b', 'a']) await shop.track('ana', 'cart', { cart: { id } });
        expect(await shop.standing('ana')).toEqual(['w', 'w']);
      });
    });

    describe('by a segment', () => {
      const vip = () => journey().onSegment(tagged('vip')).again({ mode: 'always' }).end('x');

      it('when an event makes it true', async () => {
        const shop = await open();
        await shop.publish(journey().onSegment(did('order', 2)).end('x'));
        await shop.track('ana', 'order');
        expect(await shop.standing('ana')).toEqual([]);
        await shop.track('ana', 'order');
        await shop.track('ana', 'order');
        expect(await shop.standing('ana')).toEqual(['x: finished']);
      });

      it('when an attribute or a tag makes it true; leaving and coming back counts again', async () => {
        const shop = await open();
        const tags = await shop.publish(vip());
        const city = await shop.publish(journey().onSegment(attribute('city', '上海')).end('x'));
        await shop.identify('ana', { city: '上海' });
        expect([await shop.entered(tags), await shop.entered(city)]).toEqual([0, 1]);
        await shop.patch('ana', { addTags: ['vip'] });
        await shop.patch('ana', { set: { age: 3 } });
        expect(await shop.entered(tags)).toBe(1);
        await shop.patch('ana', { removeTags: ['vip'] });
        await shop.patch('ana', { addTags: ['vip'] });
        expect([await shop.entered(tags), await shop.entered(city)]).toEqual([2, 1]);
      });

      it('when time makes it true, at the next look', async () => {
        const shop = await open();
        const quiet = { op: 'all', conditions: [did('order'), not(did('order', 1, '30 minutes'))] } as const;
        await shop.publish(journey().onSegment(quiet).again({ mode: 'always' }).end('x'));
        await shop.track('ana', 'order');
        await shop.passes('29 minutes');
        expect(await shop.standing('ana')).toEqual([]);
        await shop.passes('6 minutes');
        expect(await shop.standing('ana')).toEqual(['x: finished']);
        await shop.track('ana', 'order');
        await shop.passes('36 minutes');
        expect(await shop.standing('ana')).toEqual(['x: finished', 'x: finished']);
      });

      it('those inside at publish stay out, or come in when the entry includes them', async () => {
        const shop = await open();
        await shop.identify('ana', { tags: ['vip'] });
        await shop.identify('bo', {});
        const later = await shop.publish(vip());
        const all = await shop.publish(journey().onSegment(tagged('vip'), { includeCurrent: true }).end('x'));
        expect([await shop.entered(later), await shop.entered(all)]).toEqual([0, 1]);
        await shop.patch('bo', { addTags: ['vip'] });
        expect([await shop.entered(later), await shop.entered(all)]).toEqual([1, 2]);
      });

      it('a contact who is born with a condition that asks for an absence comes in', async () => {
        const shop = await open();
        await shop.publish(
          journey()
            .onSegment(not(tagged('vip')))
            .end('x'),
        );
        await shop.identify('ana', { name: 'Ana' });
        await shop.track('bo', 'visit');
        expect(await shop.standing('ana')).toEqual(['x: finished']);
        expect(await shop.standing('bo')).toEqual(['x: finished']);
      });
    });

    it('by list, as re-entry allows', async () => {
      const shop = await open();
      const id = await shop.publish(journey().onList().again({ mode: 'afterExit' }).wait('w', '1 day').end('x'));
      await shop.identify('ana', { name: 'Ana' });
      expect(await shop.admit(id, ['ana', 'nobody'])).toEqual({ nobody: 'unknown-contact' });
      expect(await shop.admit(id, ['ana'])).toEqual({ ana: 'reentry' });
      await shop.passes('1 day');
      expect(await shop.admit(id, ['ana'])).toEqual({});
      expect(await shop.standing('ana')).toEqual(['x: finished', 'w']);
    });

    describe('by a schedule', () => {
      it('every Monday at nine in New York, summer or winter, for those in the audience', async () => {
        const shop = await open({ start: '2026-03-01T00:00' });
        await shop.identify('ana', { tags: ['vip'] });
        await shop.identify('bo', {});
        const rule = { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '2026-03-02T09:00', timeZone: 'America/New_York' };
        await shop.publish(journey().onSchedule({ ...rule, audience: tagged('vip') }).again({ mode: 'always' }).end('x')); // prettier-ignore
        await shop.at('2026-03-02T13:59');
        expect(await shop.standing('ana')).toEqual([]);
        await shop.at('2026-03-02T14:00');
        expect(await shop.standing('ana')).toEqual(['x: finished']);
        // On 8 March the clocks go forward.
        await shop.at('2026-03-09T12:59');
        expect(await shop.standing('ana')).toHaveLength(1);
        await shop.at('2026-03-09T13:00');
        expect(await shop.standing('ana')).toHaveLength(2);
        expect(await shop.standing('bo')).toEqual([]);
      });

      it('for 2,500 people, page by page; a crash between pages goes on where it was', async () => {
        let pages = 0;
        const shop = await open({
          store: (store) => ({
            ...store,
            fireEntryTimers: (due, fire) => {
              if (++pages === 3) throw new Error('the power went out');
              return store.fireEntryTimers(due, fire);
            },
          }),
        });
        await shop.ingest(
          Array.from({ length: 2_500 }, (_, i) => ({ kind: 'identify', userId: `u${i}`, type: 'identify', properties: {}, traits: { n: i } })), // prettier-ignore
        );
        const rule = { rrule: 'FREQ=YEARLY', start: '2026-03-02T09:00', timeZone: 'UTC' };
        const id = await shop.publish(journey().onSchedule(rule).again({ mode: 'always' }).end('x'));
        await expect(shop.at('2026-03-02T09:00')).rejects.toThrow('the power went out');
        expect(await shop.entered(id)).toBe(2_000);
        await shop.settle();
        expect(await shop.entered(id)).toBe(2_500);
        expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE state = 'ended'")).toBe(2_500);
        expect(await shop.store.nextDueAt()).toBe(Date.UTC(2027, 2, 2, 9));
      });

      it('occurrences slept through are made up for once', async () => {
        const shop = await open();
        await shop.identify('ana', {});
        const rule = { rrule: 'FREQ=DAILY', start: '2026-03-02T09:00', timeZone: 'UTC' };
        await shop.publish(journey().onSchedule(rule).again({ mode: 'always' }).end('x'));
        shop.sleeps('10 days');
        await shop.settle();
        expect(await shop.standing('ana')).toEqual(['x: finished']);
        await shop.passes('1 day');
        expect(await shop.standing('ana')).toHaveLength(2);
      });

      it('two schedules at one moment let a contact in once where re-entry says once', async () => {
        const shop = await open();
        await shop.identify('ana', {});
        const rule = { rrule: 'FREQ=DAILY;COUNT=1', start: '2026-03-02T09:00', timeZone: 'UTC' };
        await shop.publish(journey().onSchedule(rule).onSchedule({ ...rule, rrule: 'FREQ=YEARLY;COUNT=1' }).wait('w', '1 day')); // prettier-ignore
        await shop.at('2026-03-02T09:00');
        expect(await shop.standing('ana')).toEqual(['w']);
      });
    });

    describe('by a date of their own', () => {
      const birthday = (offsetDays = 0) => journey().onDate({ attribute: 'birthday', offsetDays, at: '09:00', yearly: true }).again({ mode: 'always' }).end('x'); // prettier-ignore

      it('three days before the birthday, at nine on the contact’s own clock, every year', async () => {
        const shop = await open();
        await shop.identify('ana', { birthday: '1990-03-10' }, 'Asia/Tokyo');
        await shop.publish(birthday(-3));
        await shop.identify('bo', { birthday: '1990-03-10' });
        await shop.at('2026-03-06T23:59');
        expect(await shop.standing('ana')).toEqual([]);
        await shop.at('2026-03-07T00:00');
        expect([await shop.standing('ana'), await shop.standing('bo')]).toEqual([['x: finished'], []]);
        await shop.at('2026-03-07T09:00');
        expect(await shop.standing('bo')).toEqual(['x: finished']);
        await shop.at('2027-03-07T00:00');
        expect(await shop.standing('ana')).toHaveLength(2);
      });

      it('29 February falls on the 28th in common years', async () => {
        const shop = await open({ start: '2027-02-01T00:00' });
        await shop.identify('ana', { birthday: '2000-02-29' });
        await shop.publish(birthday());
        await shop.at('2027-02-28T09:00');
        expect(await shop.standing('ana')).toHaveLength(1);
        await shop.at('2028-02-29T08:59');
        expect(await shop.standing('ana')).toHaveLength(1);
        await shop.at('2028-02-29T09:00');
        expect(await shop.standing('ana')).toHaveLength(2);
      });

      it('a birthday told anew moves the day; one taken back takes it away', async () => {
        const shop = await open();
        await shop.publish(birthday());
        await shop.identify('ana', { birthday: '1990-03-05' });
        await shop.identify('ana', { birthday: '1990-03-08' });
        await shop.identify('bo', { birthday: '1990-03-05' });
        await shop.patch('bo', { unset: ['birthday'] });
        await shop.at('2026-03-07T00:00');
        expect([await shop.standing('ana'), await shop.standing('bo')]).toEqual([[], []]);
        await shop.at('2026-03-08T09:00');
        expect([await shop.standing('ana'), await shop.standing('bo')]).toEqual([['x: finished'], []]);
      });

      it('a contact who moves to another zone is met on the new clock', async () => {
        const shop = await open();
        await shop.publish(birthday());
        await shop.identify('ana', { birthday: '1990-03-05' }, 'Asia/Tokyo');
        await shop.identify('ana', {}, 'America/New_York');
        await shop.at('2026-03-05T13:59');
        expect(await shop.standing('ana')).toEqual([]);
        await shop.at('2026-03-05T14:00');
        expect(await shop.standing('ana')).toEqual(['x: finished']);
      });

      it('only those who meet the filter on the day', async () => {
        const shop = await open();
        await shop.publish(journey().onDate({ attribute: 'birthday', offsetDays: 0, at: '09:00', yearly: true, filter: tagged('vip') }).end('x')); // prettier-ignore
        await shop.identify('ana', { birthday: '1990-03-05', tags: ['vip'] });
        await shop.identify('bo', { birthday: '1990-03-05' });
        await shop.at('2026-03-05T09:00');
        expect([await shop.standing('ana'), await shop.standing('bo')]).toEqual([['x: finished'], []]);
      });
    });

    it('nobody comes into a paused or an archived journey', async () => {
      const shop = await open();
      const schedule = { rrule: 'FREQ=DAILY', start: '2026-03-02T09:00', timeZone: 'UTC' };
      const drawing = () => journey().onEvent('order').onSegment(tagged('vip')).onSchedule(schedule).again({ mode: 'always' }).end('x'); // prettier-ignore
      await shop.identify('ana', {});
      const paused = await shop.publish(drawing());
      const archived = await shop.publish(drawing());
      await shop.pause(paused);
      await shop.archive(archived);
      await shop.track('ana', 'order');
      await shop.patch('ana', { addTags: ['vip'] });
      await shop.at('2026-03-03T12:00');
      expect(await shop.standing('ana')).toEqual([]);
      await shop.resume(paused);
      expect(await shop.standing('ana')).toEqual([]);
      await shop.track('ana', 'order');
      await shop.at('2026-03-04T09:00');
      expect(await shop.entered(paused)).toBe(2);
    });

    it('a new version lets newcomers in; runs under way finish on the version they began with', async () => {
      const shop = await open();
      const drawn = (text: string) => journey().onEvent('order').wait('w', '1 day').message('m', text).end('x');
      const id = await shop.publish(drawn('old'));
      await shop.track('ana', 'order');
      await shop.publishAgain(id, drawn('new'));
      await shop.track('bo', 'order');
      await shop.passes('1 day');
      expect([await shop.inbox('ana'), await shop.inbox('bo')]).toEqual([['old'], ['new']]);
    });

    it('a node taken out of the new version does not strand those who stand on it', async () => {
      const shop = await open();
      const id = await shop.publish(journey().onEvent('order').wait('w', '1 day').message('m', 'hi').end('x'));
      await shop.track('ana', 'order');
      await shop.publishAgain(id, journey().onEvent('order').wait('other', '1 day').end('x'));
      await shop.passes('1 day');
      expect(await shop.standing('ana')).toEqual(['x: finished']);
      expect(await shop.inbox('ana')).toEqual(['hi']);
    });
  });
