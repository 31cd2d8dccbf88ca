import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { attribute, did, journey, openShop, payload, tagged, type Drawing, type Shop } from './house.js';

for (const db of testDatabases())
  for (const batchSize of [1, 1_000])
    describe(`who goes out, on ${db.name} in batches of ${batchSize}`, () => {
      let database: Database;
      beforeAll(async () => void (database = await db.open()));
      afterAll(() => db.close());
      const open = (): Promise<Shop> => openShop(database, { engine: { batchSize } });
      const reminding = (): Drawing => journey().onEvent('cart').wait('w', '2 days').message('m', 'hi').end('x');

      it('whoever reaches the goal, while waiting', async () => {
        const shop = await open();
        await shop.publish(reminding().goalOn('order', payload('amount', 'gte', 10)));
        await shop.track('ana', 'cart');
        await shop.track('ana', 'order', { amount: 9 });
        expect(await shop.standing('ana')).toEqual(['w']);
        await shop.track('ana', 'order', { amount: 10 });
        expect(await shop.standing('ana')).toEqual(['w: goal order']);
        await shop.passes('3 days');
        expect(await shop.inbox('ana')).toEqual([]);
      });

      it('whoever reaches the goal at the very moment the wait is over', async () => {
        const shop = await open();
        await shop.publish(reminding().goalOn('order'));
        await shop.track('ana', 'cart');
        shop.sleeps('2 days');
        await shop.track('ana', 'order');
        expect(await shop.standing('ana')).toEqual(['w: goal order']);
        expect(await shop.inbox('ana')).toEqual([]);
      });

      it('whoever reaches the goal while a message is on its way; its receipt finds nobody', async () => {
        const shop = await open();
        await shop.publish(journey().onEvent('cart').message('m', 'hi').message('n', 'again').goalOn('order'));
        await shop.happen({ user: 'ana', event: 'cart' });
        await shop.happen({ user: 'ana', event: 'order' });
        await shop.settle();
        expect(await shop.standing('ana')).toEqual(['m: goal order']);
        expect(await shop.inbox('ana')).not.toContain('again');
      });

      it('whoever gets a tag, an attribute, or a past that ends it', async () => {
        const shop = await open();
        await shop.publish(reminding().exitWhen(tagged('vip')).exitWhen(attribute('city', '上海')).exitWhen(did('visit', 2))); // prettier-ignore
        for (const user of ['ana', 'bo', 'cy', 'di']) await shop.track(user, 'cart');
        await shop.patch('ana', { addTags: ['vip'] });
        await shop.identify('bo', { city: '上海' });
        await shop.track('cy', 'visit');
        await shop.track('cy', 'visit');
        await shop.track('di', 'visit');
        expect(await shop.standing('ana')).toEqual(['w: exit x1']);
        expect(await shop.standing('bo')).toEqual(['w: exit x2']);
        expect(await shop.standing('cy')).toEqual(['w: exit x3']);
        expect(await shop.standing('di')).toEqual(['w']);
      });

      it('whom an exit condition meets already on entry goes no step', async () => {
        const shop = await open();
        await shop.publish(journey().onEvent('cart').message('m', 'hi').end('x').exitWhen(tagged('vip')));
        await shop.identify('ana', { tags: ['vip'] });
        await shop.track('ana', 'cart');
        expect(await shop.standing('ana')).toEqual(['m: exit x1']);
        expect(await shop.inbox('ana')).toEqual([]);
      });

      it('whose own journey makes the condition true, before the next node', async () => {
        const shop = await open();
        await shop.publish(
          journey().onEvent('cart').tag('t', 'vip').message('m', 'hi').end('x').exitWhen(tagged('vip')),
        );
        await shop.track('ana', 'cart');
        expect(await shop.standing('ana')).toEqual(['m: exit x1']);
        expect([await shop.inbox('ana'), await shop.tags('ana')]).toEqual([[], ['vip']]);
      });

      it('whose other journey makes the condition true', async () => {
        const shop = await open();
        await shop.publish(reminding().exitWhen(tagged('vip')));
        await shop.publish(journey().onEvent('order').tag('t', 'vip').end('x'));
        await shop.track('ana', 'cart');
        await shop.track('ana', 'order');
        expect(await shop.standing('ana')).toEqual(['w: exit x1', 'x: finished']);
      });

      it('one purchase ends a rescue and begins a thank-you; a paused run is ended too', async () => {
        const shop = await open();
        const rescue = await shop.publish(reminding().goalOn('order'));
        await shop.publish(journey('Thanks').onEvent('order').message('thanks', 'thank you').end('x'));
        await shop.track('ana', 'cart');
        await shop.track('bo', 'cart');
        await shop.track('ana', 'order');
        expect(await shop.standing('ana')).toEqual(['w: goal order', 'x: finished']);
        await shop.pause(rescue);
        await shop.track('bo', 'order');
        expect((await shop.standing('bo'))[0]).toBe('w: goal order');
      });

      it('the purchase that ends a run of a journey may begin the next run of the same', async () => {
        const shop = await open();
        const drawing = journey().onEvent('order').again({ mode: 'afterExit' }).wait('w', '2 days').end('x');
        await shop.publish(drawing.goalOn('order'));
        for (let i = 0; i < 3; i++) await shop.track('ana', 'order');
        expect(await shop.standing('ana')).toEqual(['w: goal order', 'w: goal order', 'w']);
      });

      it('of two orders that arrive together the second ends what the first began', async () => {
        const shop = await open();
        const drawing = journey().onEvent('order').again({ mode: 'afterExit' }).wait('w', '2 days').end('x');
        await shop.publish(drawing.goalOn('order'));
        await shop.happen({ user: 'ana', event: 'order' }, { user: 'ana', event: 'order' });
        await shop.settle();
        expect(await shop.standing('ana')).toEqual(['w: goal order', 'w']);
      });
    });
