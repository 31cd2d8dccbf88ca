import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { journey, openShop, payload, type Drawing, type Shop, type ShopOptions } from './house.js';

for (const db of testDatabases())
  for (const batchSize of [1, 1_000])
    describe(`how long they wait, on ${db.name} in batches of ${batchSize}`, () => {
      let database: Database;
      beforeAll(async () => void (database = await db.open()));
      afterAll(() => db.close());
      const open = (options: ShopOptions = {}): Promise<Shop> =>
        openShop(database, { ...options, engine: { batchSize } });
      const arrived = ['x: finished'];

      it('400 days are 400 days', async () => {
        const shop = await open();
        await shop.publish(journey().onEvent('go').wait('w', '400 days').end('x'));
        await shop.track('ana', 'go');
        await shop.at('2027-04-04T23:59:59');
        expect(await shop.standing('ana')).toEqual(['w']);
        await shop.at('2027-04-05T00:00');
        expect(await shop.standing('ana')).toEqual(arrived);
      });

      it('two days after nine is nine, though the clocks went forward between', async () => {
        const shop = await open({ start: '2026-03-07T14:00' });
        await shop.publish(journey().onEvent('go').wait('w', '2 days').end('x'));
        await shop.identify('ana', {}, 'America/New_York');
        await shop.track('ana', 'go');
        await shop.track('bo', 'go');
        await shop.at('2026-03-09T12:59');
        expect(await shop.standing('ana')).toEqual(['w']);
        await shop.at('2026-03-09T13:00');
        expect([await shop.standing('ana'), await shop.standing('bo')]).toEqual([arrived, ['w']]);
        await shop.at('2026-03-09T14:00');
        expect(await shop.standing('bo')).toEqual(arrived);
      });

      it('until nine on a working day by the contact’s own clock', async () => {
        const shop = await open({ start: '2026-03-06T02:00' });
        await shop.publish(journey().onEvent('go').node('w', 'wait', { mode: 'until-time', time: '09:00', weekdays: [1, 2, 3, 4, 5] }).end('x')); // prettier-ignore
        await shop.identify('ana', {}, 'Asia/Shanghai');
        await shop.track('ana', 'go'); // Friday, ten in Shanghai
        await shop.at('2026-03-09T00:59');
        expect(await shop.standing('ana')).toEqual(['w']);
        await shop.at('2026-03-09T01:00');
        expect(await shop.standing('ana')).toEqual(arrived);
      });

      it('until three days before a date of theirs; who has none, or has it behind, leaves another way', async () => {
        const shop = await open();
        await shop.publish(
          journey().onEvent('go').node('w', 'wait', { mode: 'until-date', attribute: 'trip', offsetDays: -3, time: '10:00', yearly: false }).end('x'), // prettier-ignore
        );
        await shop.identify('ana', { trip: '2026-03-20' });
        await shop.identify('bo', { trip: '2025-03-20' });
        for (const user of ['ana', 'bo', 'cy']) await shop.track(user, 'go');
        expect(await shop.standing('bo')).toEqual(['w: unconnected past']);
        expect(await shop.standing('cy')).toEqual(['w: unconnected missing']);
        await shop.at('2026-03-17T09:59');
        expect(await shop.standing('ana')).toEqual(['w']);
        await shop.at('2026-03-17T10:00');
        expect(await shop.standing('ana')).toEqual(arrived);
      });

      describe('for one of several events', () => {
        const waiting = (): Drawing =>
          journey()
            .onEvent('go')
            .waitFor('w', ['reply', { event: 'order', id: 'big', filter: payload('amount', 'gte', 100) }, 'order'], {
              timeout: '2 days',
            });

        it('each by its own way; the first drawn whose filter holds', async () => {
          const shop = await open();
          await shop.publish(waiting());
          for (const user of ['ana', 'bo', 'cy', 'di']) await shop.track(user, 'go');
          await shop.track('ana', 'reply');
          await shop.track('bo', 'order', { amount: 100 });
          await shop.track('cy', 'order', { amount: 1 });
          await shop.passes('2 days');
          const ways = await Promise.all(['ana', 'bo', 'cy', 'di'].map((user) => shop.path(user)));
          expect(ways).toEqual([['w>reply'], ['w>big'], ['w>order'], ['w>timeout']]);
        });

        it('an event at the very moment of the timeout is in time, also behind another', async () => {
          const shop = await open();
          await shop.publish(waiting());
          for (const user of ['ana', 'bo', 'cy']) await shop.track(user, 'go');
          shop.sleeps('2 days');
          await shop.happen(
            { user: 'ana', event: 'reply' },
            { user: 'bo', event: 'visit' },
            { user: 'bo', event: 'visit' },
            { user: 'bo', event: 'reply' },
          );
          await shop.settle();
          const ways = await Promise.all(['ana', 'bo', 'cy'].map((user) => shop.path(user)));
          expect(ways).toEqual([['w>reply'], ['w>reply'], ['w>timeout']]);
        });

        it('an event after the timeout is too late, even when the engine slept through both', async () => {
          const shop = await open();
          await shop.publish(waiting());
          await shop.track('ana', 'go');
          shop.sleeps('3 days');
          await shop.happen({ user: 'ana', event: 'reply' });
          shop.sleeps('1 day');
          await shop.settle();
          expect(await shop.path('ana')).toEqual(['w>timeout']);
        });

        it('of two that arrive together the first counts, and the second serves the next wait', async () => {
          const shop = await open();
          await shop.publish(waiting().by('w', 'reply').waitFor('v', ['order', 'reply']).end('x'));
          await shop.track('ana', 'go');
          await shop.happen({ user: 'ana', event: 'reply' }, { user: 'ana', event: 'order' });
          await shop.settle();
          expect(await shop.path('ana')).toEqual(['w>reply', 'v>order']);
          expect(await shop.standing('ana')).toEqual(arrived);
        });

        it('an event that arrives with the entry is not missed', async () => {
          const shop = await open();
          await shop.publish(waiting());
          await shop.happen(
            { user: 'ana', event: 'go' },
            { user: 'ana', event: 'visit' },
            { user: 'ana', event: 'reply' },
          );
          await shop.settle();
          expect(await shop.path('ana')).toEqual(['w>reply']);
        });

        it('looks back as far as it says, but not at the event that let it in', async () => {
          const shop = await open();
          await shop.publish(journey().onEvent('order').again({ mode: 'always' }).waitFor('w', ['order', 'reply'], { lookBack: '1 hour' }).end('x')); // prettier-ignore
          await shop.track('bo', 'reply');
          await shop.passes('61 minutes');
          await shop.track('ana', 'reply');
          await shop.passes('59 minutes');
          await shop.track('ana', 'order');
          await shop.track('bo', 'order');
          expect([await shop.path('ana'), await shop.standing('bo')]).toEqual([['w>reply'], ['w']]);
        });

        it('two carts wait for their own payment', async () => {
          const shop = await open();
          const paid = (cart: string) => ({ event: 'paid', id: cart, filter: payload('cart', 'eq', cart) });
          await shop.publish(
            journey()
              .onEvent('cart', { keyBy: 'cart' })
              .waitFor('w', [paid('a'), paid('b')]),
          );
          for (const cart of ['a', 'b']) await shop.track('ana', 'cart', { cart });
          await shop.track('ana', 'paid', { cart: 'b' });
          expect(await shop.standing('ana')).toEqual(['w: unconnected b', 'w: unconnected b']);
        });
      });
    });
