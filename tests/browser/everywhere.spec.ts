import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeComplaints, executablePath, openStudio, photographFailures, type Studio } from './studio.js';

/** Each language once in each theme would say the same twice: texts do not change with the theme, nor colours with the language. */
const LOOKS = [
  { language: 'en', theme: 'light' },
  { language: 'zh-CN', theme: 'dark' },
] as const;

/** What a page shows when a value did not make it into a sentence. */
const LEFTOVER = /\{\{\w|\{[a-z]+\}|\[object Object\]|\bundefined\b|\bNaN\b|Invalid Date|\bnull\b/;

describe.skipIf(executablePath === null)(
  'every place of the studio, on the demo workspace',
  () => {
    let studio: Studio;
    const pages: Page[] = [];
    /** The same, not signed in. */
    const strangers: Page[] = [];
    const ids: { [place: string]: number | undefined } = {};

    beforeAll(async () => {
      studio = await openStudio();
      await studio.signIn();
      const first = async (place: string) =>
        (await studio.api<{ items: readonly { id: number }[] }>('GET', `/api/${place}`)).items[0]?.id;
      for (const place of ['journeys', 'contacts', 'coupon-pools', 'collections']) ids[place] = await first(place);
      // A contact with something to tell: somebody who was on a journey.
      const runs = await studio.api<{ items: readonly { contact: { id: number } }[] }>(
        'GET',
        `/api/journeys/${ids['journeys']}/runs`,
      );
      ids['contacts'] = runs.items[0]?.contact.id ?? ids['contacts'];
      for (const look of LOOKS) {
        pages.push(await studio.pageWith(look));
        strangers.push(await studio.pageWith(look, { signedIn: false }));
      }
    }, 180_000);
    afterAll(() => studio?.close());
    photographFailures(() => pages[0]);

    it('signs in by the printed link, once', async () => {
      const again = await studio.page.request.post(new URL('/api/session', studio.program.signIn).href, {
        data: { token: studio.program.signIn.searchParams.get('token') },
      });
      expect(again.status()).toBeGreaterThanOrEqual(400);
    });

    it.each([
      ['home', '/'],
      ['the journeys', '/journeys'],
      ['a journey', '/journeys/:journeys'],
      ['the contacts', '/contacts'],
      ['a contact', '/contacts/:contacts'],
      ['segments', '/segments'],
      ['coupon pools', '/incentives/coupons'],
      ['a coupon pool', '/incentives/coupons/:coupon-pools'],
      ['collections', '/incentives/collectibles'],
      ['a collection', '/incentives/collectibles/:collections'],
      ['who is stuck', '/attention'],
      ['deliveries', '/attention?view=deliveries'],
      ['who sees which data', '/journeys/:journeys/personal-data'],
      ['plugins', '/plugins'],
      ['publishers', '/plugins/publishers'],
      ['revocations', '/plugins/revocations'],
      ['a plugin that is not there', '/plugins/none.such'],
      ['the inbox', '/inbox'],
      ['settings', '/settings/workspace'],
      ['mail', '/settings/mail'],
      ['keys', '/settings/api-keys'],
      ['the audit trail', '/settings/audit'],
      ['the account', '/settings/account'],
      ['the sign-in', '/sign-in'],
      ['an address that leads nowhere', '/no/such/place'],
    ])('%s: drawn, readable, in the words of its reader', async (_, pattern) => {
      const place = pattern.replace(/:([\w-]+)/, (_match, list: string) => String(ids[list]));
      await Promise.all(
        LOOKS.map(async ({ language, theme }, index) => {
          const page = (pattern === '/sign-in' ? strangers : pages)[index]!; // one for each look
          await studio.open(place, page);
          const main = page.locator('#root');
          await expect.poll(async () => (await main.innerText()).length, { timeout: 20_000 }).toBeGreaterThan(40);
          await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 20_000 }).toBe(0);
          expect(await page.locator('html').getAttribute('lang')).toBe(language);
          expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
          const text = await main.innerText();
          expect(LEFTOVER.exec(text)?.[0], text.slice(0, 2_000)).toBeUndefined();
          expect(/[\u4e00-\u9fff]/.test(text) || language === 'en').toBe(true);
          expect(
            await axeComplaints(page, theme === 'dark' ? 'colours' : 'everything'),
            `${place} (${language}, ${theme})`,
          ).toEqual([]);
        }),
      );
    });

    it('without a single complaint of the browser', () => expect(studio.complaints).toEqual([]));
  },
  60_000,
);
