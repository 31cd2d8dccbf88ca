import { findChromium } from '@sojourn/tools/launcher/chromium';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProgram, type Program } from './program.js';

const executablePath = findChromium();

describe.skipIf(executablePath === null)(
  'the studio in a browser, on a first start',
  () => {
    let program: Program;
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      program = await startProgram();
      browser = await chromium.launch({
        executablePath: executablePath!, // skipped without one
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
      });
      page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
      page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
      page.on('console', (message) => {
        // Asking who is signed in is answered 401 before the sign-in, and the browser prints that.
        if (message.type() === 'error' && !message.text().includes('401'))
          complaints.push(`printed: ${message.text()}`);
      });
      page.on('response', (response) => {
        if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
      });
    }, 120_000);

    afterAll(async () => {
      await browser?.close();
      await program?.stop();
    });

    const open = async (place: string): Promise<void> => {
      await page.goto(new URL(place, program.signIn).href);
      await page.waitForLoadState('networkidle');
    };

    it('signs in by the printed link, once', async () => {
      await open(program.signIn.href);
      const session = await page.request.get(new URL('/api/session', program.signIn).href);
      expect(session.status()).toBe(200);
      const again = await page.request.post(new URL('/api/session', program.signIn).href, {
        data: { token: program.signIn.searchParams.get('token') },
      });
      expect(again.status()).toBeGreaterThanOrEqual(400);
    });

    it('lists the journeys of the demo workspace and draws one on the canvas', async () => {
      await open('/journeys');
      const { items } = (await (await page.request.get(new URL('/api/journeys', program.signIn).href)).json()) as {
        items: { id: number; name: string }[];
      };
      expect(items).not.toEqual([]);
      const [journey] = items;
      await page.getByText(journey!.name, { exact: true }).first().waitFor(); // not empty: see above
      await open(`/journeys/${journey!.id}`);
      await page.locator('.react-flow__node').first().waitFor();
      expect(await page.locator('.react-flow__node').count()).toBeGreaterThan(2);
    });

    it.each(['/contacts', '/inbox', '/settings'])('shows %s', async (place) => {
      await open(place);
      expect((await page.locator('#root').innerText()).length).toBeGreaterThan(40);
    });

    it('without a single complaint of the browser', () => expect(complaints).toEqual([]));
  },
  60_000,
);
