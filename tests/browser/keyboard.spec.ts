import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executablePath, openStudio, photographFailures, type Studio } from './studio.js';

/** Tab until the focus is where it should be: whoever has no mouse has no other way. */
async function tabTo(page: Page, name: string | RegExp, role?: string): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    const at = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      return {
        role: element?.getAttribute('role') ?? element?.tagName.toLowerCase() ?? '',
        name: [
          element?.getAttribute('aria-label'),
          ...[...(element?.labels ?? [])].map((label) => label.innerText),
          element?.innerText,
        ]
          .filter(Boolean)
          .join(' | '),
      };
    });
    const fits =
      typeof name === 'string' ? at.name.split(' | ').some((one) => one.trim() === name) : name.test(at.name);
    if (fits && (role === undefined || at.role === role)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(name)}`);
}

describe.skipIf(executablePath === null)(
  'a journey built and published by keyboard alone',
  () => {
    let studio: Studio;
    beforeAll(async () => {
      studio = await openStudio({ SOJOURN_DEMO: 'off' });
      await studio.signIn();
    }, 120_000);
    afterAll(() => studio?.close());
    photographFailures(() => studio?.page);

    it('goes from the list of journeys to a live one', async () => {
      const { page } = studio;
      const { keyboard } = page;
      await studio.open('/journeys');
      await tabTo(page, 'New journey', 'button');
      await keyboard.press('Enter');
      await page.getByRole('dialog').getByLabel('Name').waitFor();
      await tabTo(page, 'Name', 'input');
      await keyboard.type('By keyboard');
      await keyboard.press('Enter');
      await page.locator('.react-flow__node').first().waitFor();

      // The first thing on the canvas is its entry; Enter opens its settings.
      await tabTo(page, /^Entry/, 'group');
      await keyboard.press('Enter');
      await tabTo(page, 'Add an entry rule', 'button');
      await keyboard.press('Enter');
      // The menu takes the focus, and its first entry has it.
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent), { timeout: 20_000 })
        .toMatch(/^When something happens/);
      await keyboard.press('Enter');
      await page.getByLabel('Event', { exact: true }).waitFor();
      await tabTo(page, 'Event');
      await keyboard.type('Signed Up');
      await keyboard.press('Escape');

      // Back on the entry, A asks what comes next.
      await page.locator('.react-flow__node-entry').focus();
      for (const step of ['Wait', 'Exit']) {
        await keyboard.press('a');
        await page.getByRole('dialog', { name: 'Search for a step' }).waitFor();
        await keyboard.type(step);
        await keyboard.press('Enter');
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), { timeout: 20_000 })
          .toBe(step);
      }
      expect(await page.locator('.react-flow__edge').count()).toBe(2);

      // The arrows walk along the edges.
      await keyboard.press('ArrowLeft');
      await keyboard.press('ArrowLeft');
      await keyboard.press('ArrowRight');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), { timeout: 20_000 })
        .toBe('Wait');

      await tabTo(page, 'Publish', 'button');
      await keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await tabTo(page, 'Publish version 1', 'button');
      await keyboard.press('Enter');
      await page.getByText('Version 1 is live').waitFor();
    });

    it('without a single complaint of the browser', () => expect(studio.complaints).toEqual([]));
  },
  90_000,
);
