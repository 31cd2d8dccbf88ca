import * as packaging from '@sojourn/packaging';
import { samplePlugins } from '@sojourn/tools/screenshots/sample-plugins';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeComplaints, canvasOf, executablePath, openStudio, photographFailures, type Studio } from './studio.js';
import { installUpload } from './upload.js';

const SOON = { timeout: 30_000 };
const SOURCES = '/plugins/north.shop?tab=sources';

/** Where events of another system come from, and a step whose settings ask its plugin: set up by a person. */
describe.skipIf(executablePath === null)(
  'sources of a plugin',
  () => {
    let studio: Studio;
    let page: Page;
    let chinese: Page;
    let address = '';

    const dialog = () => page.getByRole('dialog').last();
    const row = (name: string, on = page) => on.getByRole('row').filter({ hasText: name });
    const options = () => page.locator('.ant-select-item-option:visible');
    const chooseShop = async (name: string, within: ReturnType<typeof dialog>) => {
      await within.getByRole('combobox', { name: 'Shop' }).click();
      await page.keyboard.type(name);
      await options().filter({ hasText: name }).first().click();
    };
    const post = (order: string) =>
      fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ order }) }); // prettier-ignore

    beforeAll(async () => {
      studio = await openStudio({ SOJOURN_DEMO: 'off', SOJOURN_PLUGIN_REGISTRY: 'off' });
      await studio.signIn();
      page = studio.page;
      chinese = await studio.pageWith({ language: 'zh-CN', theme: 'dark' });
      await installUpload(studio, (await samplePlugins(packaging)).shop);
      await studio.api('POST', '/api/contacts', { externalId: 'ann', name: 'Ann', attributes: { city: 'Ulm' } });
    }, 180_000);
    afterAll(() => studio?.close());
    photographFailures(() => studio?.page);

    it('is set up with choices that the plugin fetches, searched and page by page', async () => {
      await studio.open(SOURCES);
      await page.getByText('No source yet').waitFor();
      expect(await axeComplaints(page)).toEqual([]);
      await page.getByRole('button', { name: 'Add a source' }).click();
      await dialog().getByLabel('Name').fill('Harbour shop');
      const shop = dialog().getByRole('combobox', { name: 'Shop' });
      await shop.click();
      await options().filter({ hasText: 'North street 1' }).first().waitFor(SOON);
      await page.getByRole('button', { name: 'Show more' }).click();
      await page.keyboard.type('harbour 4');
      await expect.poll(() => options().allInnerTexts(), SOON).toEqual(['Harbour 4', 'Harbour 40', 'Harbour 42', 'Harbour 44']); // prettier-ignore
      await options().filter({ hasText: 'Harbour 42' }).click();
      expect(await axeComplaints(page)).toEqual([]);
      await dialog().getByRole('button', { name: 'Save' }).click();
    });

    it('shows its whole address once; what is posted there is an event', async () => {
      await dialog().getByText('It is shown this once').waitFor(SOON);
      address = await dialog().locator('.source-address code').innerText();
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hooks\/sources\/[\w-]{43}$/);
      expect(await axeComplaints(page)).toEqual([]);
      await dialog().getByRole('button', { name: 'I have noted it' }).click();
      await row('Harbour shop').getByText('Running').waitFor();
      // Two that the first poll brings, one that is posted.
      expect((await post('7')).ok).toBe(true);
      await expect
        .poll(async () => (await studio.api<{ items: { events: number }[] }>('GET', '/api/sources')).items[0]?.events, SOON)
        .toBe(3); // prettier-ignore
      await row('Harbour shop').getByText('3', { exact: true }).waitFor(SOON);
    });

    it('tells what went wrong with another that cannot be asked', async () => {
      await page.getByRole('button', { name: 'Add a source' }).click();
      await dialog().getByLabel('Name').fill('Old shop');
      await chooseShop('Closed', dialog());
      await dialog().getByRole('button', { name: 'Save' }).click();
      await dialog().getByRole('button', { name: 'I have noted it' }).click(SOON);
      await row('Old shop').getByText('Failing').waitFor(SOON);
      await row('Old shop').getByText('This shop is closed.', { exact: false }).waitFor();
      expect(await axeComplaints(page)).toEqual([]);
      await studio.open(SOURCES, chinese);
      await row('Old shop', chinese).getByText('出错').waitFor();
      expect(await axeComplaints(chinese)).toEqual([]);
    });

    it('is paused, goes on, gets a new address and is removed', async () => {
      await row('Harbour shop').getByRole('button', { name: 'Pause' }).click();
      await row('Harbour shop').getByText('Paused').waitFor();
      expect((await post('8')).ok).toBe(false);
      await row('Harbour shop').getByRole('button', { name: 'Go on' }).click();
      await row('Harbour shop').getByText('Running').waitFor();
      await row('Harbour shop').getByRole('button', { name: 'Change' }).click();
      await dialog().getByText('Harbour 42').waitFor(SOON);
      await dialog().getByRole('button', { name: 'Give it a new address' }).click();
      await page.locator('.ant-popover').getByRole('button', { name: 'Give it a new address' }).click();
      await dialog().getByText('It is shown this once').waitFor(SOON);
      const before = address;
      address = await dialog().locator('.source-address code').innerText();
      expect(address).not.toBe(before);
      await dialog().getByRole('button', { name: 'I have noted it' }).click();
      expect((await post('9')).ok).toBe(true);
      expect((await fetch(before, { method: 'POST' })).ok).toBe(false);
      await row('Old shop').getByRole('button', { name: 'Remove' }).click();
      await dialog().getByRole('button', { name: 'Remove' }).click();
      await row('Old shop').waitFor({ state: 'detached' });
    });

    it('a step says whether its settings are right, what they cost and what one contact would get', async () => {
      await studio.open('/journeys');
      await page.getByRole('button', { name: 'New journey' }).first().click();
      await page.getByRole('dialog').getByLabel('Name').fill('Gifts');
      await page.getByRole('button', { name: 'Open the canvas' }).click();
      const canvas = canvasOf(page);
      const palette = page.getByRole('complementary', { name: 'Steps' });
      expect(await palette.getByText('Orders of a shop').count()).toBe(0); // a trigger is no step
      await palette.getByRole('button', { name: /^Pack a gift/ }).dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 560, y: 200 } }); // prettier-ignore
      await chooseShop('Harbour 8', canvas.inspector);
      await canvas.inspector.getByLabel('Gifts').fill('12');
      await canvas.saved();
      await canvas.inspector.getByRole('button', { name: 'Check the settings' }).click();
      await canvas.inspector.getByText('Few shops have so many gifts.').waitFor(SOON);
      await canvas.inspector.getByRole('button', { name: 'Estimate the cost' }).click();
      await canvas.inspector.getByText(/^For 1,000 contacts: 1,000 calls, about 12 s, costs CN¥360\.00$/).waitFor(SOON);
      await canvas.inspector.getByRole('combobox', { name: 'For the contact' }).click();
      await options().filter({ hasText: 'Ann' }).click();
      await canvas.inspector.getByRole('button', { name: 'Preview for a contact' }).click();
      await canvas.inspector.getByText('Ulm').waitFor(SOON);
      expect(await axeComplaints(page)).toEqual([]);
      const { pathname } = new URL(page.url());
      await studio.open(pathname, chinese);
      await chinese.locator('.react-flow__node').filter({ hasText: '附赠礼品' }).click();
      await chinese.getByRole('button', { name: '检查设置' }).click();
      await chinese.getByText('很少有店铺备有这么多礼品。').waitFor(SOON);
      expect(await axeComplaints(chinese)).toEqual([]);
    });

    it('without a single complaint of the browser', () => expect(studio.complaints).toEqual([]));
  },
  120_000,
);
