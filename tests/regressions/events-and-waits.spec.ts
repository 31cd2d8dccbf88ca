import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../engine/audit.js';
import { attribute, journey, openShop, payload, tagged, type Shop, type ShopOptions } from '../engine/house.js';

/** Defects that journey engines are known for, around events: each lost somebody's event or took the wrong one. */
for (const db of testDatabases())
  describe(`an event and a wait, on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());
    const open = (options?: ShopOptions): Promise<Shop> => openShop(database, options);

    describe('however they meet', () => {
      const waiting = (lookBack?: string) =>
        journey()
          .onEvent('go')
          .wait('before', '1 hour')
          .waitFor('w', ['pay'], { timeout: '1 day', ...(lookBack ? { lookBack } : {}) })
          .end('x')
          .by('w', 'timeout')
          .message('late', 'too late');

      it('before the wait begins: it counts where the wait looks back, and only there', async () => {
        for (const [lookBack, path] of [
          ['2 hours', 'w>pay'],
          [undefined, 'w>timeout'],
        ] as const) {
          // prettier-ignore
          const shop = await open();
          await shop.publish(waiting(lookBack));
          await shop.track('ana', 'go');
          await shop.passes('30 minutes');
          await shop.track('ana', 'pay');
          await shop.passes('2 days');
          expect((await shop.path('ana'))[1], lookBack).toBe(path);
          await audit(shop);
        }
      });

      it('at every moment while the wait is being laid: it counts', async () => {
        for (const moment of ['loadFacts', 'commit', 'after commit'] as const) {
          let once = false;
          const shop: Shop = await open({
            store: (store) => ({
              ...store,
              async loadFacts(wanted, reads) {
                const facts = await store.loadFacts(wanted, reads);
                if (moment === 'loadFacts') await pay();
                return facts;
              },
              async commit(steps) {
                if (moment === 'commit') await pay();
                const answer = await store.commit(steps);
                if (moment === 'after commit') await pay();
                return answer;
              },
            }),
          });
          const pay = async (): Promise<void> => {
            const { n: standing } = (await shop.rows<{ n: number }>("SELECT COUNT(*) AS n FROM run WHERE node_id = 'w' AND state = 'active'"))[0]!; // prettier-ignore
            // The wake that lays the wait begins at the node before.
            if (once || shop.clock.now() < begun + 3_600_000 || standing > 0 !== (moment === 'after commit')) return;
            once = true;
            await shop.happen({ user: 'ana', event: 'pay' });
          };
          await shop.publish(waiting());
          const begun = shop.clock.now();
          await shop.track('ana', 'go');
          await shop.passes('1 hour');
          await shop.passes('1 minute');
          expect([moment, once, (await shop.path('ana'))[1]]).toEqual([moment, true, 'w>pay']);
          await audit(shop);
        }
      });

      it('twice at once, and together with the timeout: the run goes on once', async () => {
        const shop = await open();
        await shop.publish(waiting());
        await shop.track('ana', 'go');
        await shop.passes('24 hours');
        shop.clock.advanceTo(shop.clock.now() + 3_600_000);
        await shop.happen({ user: 'ana', event: 'pay' }, { user: 'ana', event: 'pay' });
        await shop.settle();
        await shop.passes('3 days');
        expect(await shop.path('ana')).toEqual(['before>done', 'w>pay']);
        expect(await shop.inbox('ana')).toEqual([]);
        await audit(shop);
      });
    });

    it('the event that wakes is the one whose payload is looked at, not its neighbours', async () => {
      const shop = await open();
      const branches = [1, 2, 3].map((n) => ({ event: 'pay', id: `p${n}`, filter: payload('n', 'eq', n) }));
      await shop.publish(journey().onEvent('go').waitFor('w', branches.slice(1)).end('x').by('w', 'p3').end('y'));
      const pay = (user: string, n: number) => ({ user, event: 'pay', properties: { n } });
      for (const user of ['ana', 'bo', 'cy']) await shop.track(user, 'go', { n: 9 });
      // Ana's second event is hers; neither the first nor the last of the batch, nor anybody else's.
      await shop.happen(pay('ana', 1), pay('bo', 1), pay('ana', 2), pay('cy', 3), pay('ana', 3), pay('bo', 3));
      await shop.settle();
      expect([await shop.path('ana'), await shop.path('bo'), await shop.path('cy')]).toEqual([['w>p2'], ['w>p3'], ['w>p3']]); // prettier-ignore
      await audit(shop);
    });

    it('several branches match: the first in the order drawn is taken, of waits and of conditions', async () => {
      const shop = await open();
      const filter = payload('total', 'gte', 10);
      const conditions = ['a', 'b', 'c'].map((id) => ({ id, label: id, condition: attribute('vip', id !== 'a') }));
      await shop.publish(
        journey()
          .onEvent('go')
          .waitFor('w', [
            { event: 'pay', id: 'never', filter: payload('total', 'gte', 99) },
            { event: 'pay', id: 'first', filter },
            { event: 'pay', id: 'second' },
          ]) // prettier-ignore
          .by('w', 'first')
          .node('s', 'segment', { branches: conditions as never })
          .by('s', 'b')
          .end('x'),
      );
      await shop.identify('ana', { vip: true });
      await shop.track('ana', 'go');
      await shop.track('ana', 'pay', { total: 20 });
      expect(await shop.path('ana')).toEqual(['w>first', 's>b']);
    });

    it('conditions put into another order while people stand in front of them: each goes by the order they came in under', async () => {
      const drawn = (order: readonly string[]) => {
        const branches = order.map((id) => ({ id, label: id, condition: tagged(id) }));
        const d = journey().onEvent('go').again({ mode: 'always' }).wait('w', '1 day').node('s', 'segment', { branches: branches as never }); // prettier-ignore
        for (const id of order) d.by('s', id).message(`m-${id}`, `told ${id}`);
        return d;
      };
      const shop = await open();
      const id = await shop.publish(drawn(['gold', 'silver']));
      await shop.ingest(['ana', 'bo'].map((userId) => ({ kind: 'identify', userId, type: 'identify', properties: {}, traits: {} }))); // prettier-ignore
      await shop.patch('ana', { addTags: ['gold', 'silver'] });
      await shop.patch('bo', { addTags: ['silver'] });
      await shop.track('ana', 'go');
      await shop.track('bo', 'go');
      await shop.publishAgain(id, drawn(['silver', 'gold']));
      await shop.passes('1 hour');
      await shop.track('ana', 'go');
      await shop.passes('23 hours');
      expect([await shop.inbox('ana'), await shop.inbox('bo')]).toEqual([['told gold'], ['told silver']]);
      await shop.passes('1 hour');
      // Outcomes are known by name: the way of each branch is still its own.
      expect(await shop.inbox('ana')).toEqual(['told gold', 'told silver']);
      await audit(shop);
    });

    it('a tag put on is there for the very next step, in the same wake, and for other journeys', async () => {
      const shop = await open();
      const branches = [{ id: 'yes', label: 'Yes', condition: tagged('fresh') }];
      await shop.publish(journey('Tagging').onEvent('go').tag('t', 'fresh').node('s', 'segment', { branches: branches as never }).by('s', 'yes').node('off', 'update-contact', { removeTags: ['fresh'] }).node('again', 'segment', { branches: branches as never }).by('again', 'else').end('x')); // prettier-ignore
      await shop.publish(journey('Hearing').onSegment(tagged('fresh')).message('m', 'fresh'));
      await shop.track('ana', 'go');
      expect(await shop.path('ana')).toEqual(['t>done', 's>yes', 'off>done', 'again>else']);
      const wakes = await shop.number("SELECT COUNT(*) AS n FROM trace t JOIN journey j ON j.id = t.journey_id WHERE j.name = 'Tagging'"); // prettier-ignore
      expect(wakes).toBe(1);
      await audit(shop);
    });
  });
