import * as packaging from '@sojourn/packaging';
import { samplePlugins, type SampleName } from '@sojourn/tools/screenshots/sample-plugins';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeComplaints, canvasOf, executablePath, openStudio, photographFailures, type Studio } from './studio.js';

const SOON = { timeout: 20_000 };
const LOOKS = [
  { language: 'en', theme: 'light' },
  { language: 'zh-CN', theme: 'dark' },
] as const;

/** A plugin that nobody knows, from its file to a step on a canvas, off and on again, and on to its next version. */
describe.skipIf(executablePath === null)(
  'life with a plugin',
  () => {
    let studio: Studio;
    let page: Page;
    let canvas: ReturnType<typeof canvasOf>;
    let packages: Record<SampleName, Buffer>;
    const others: Page[] = [];

    beforeAll(async () => {
      packages = await samplePlugins(packaging);
      // Nobody asks a registry on the internet.
      studio = await openStudio({ SOJOURN_DEMO: 'off', SOJOURN_PLUGIN_REGISTRY: 'off' });
      await studio.signIn();
      page = studio.page;
      canvas = canvasOf(page);
      for (const look of LOOKS) others.push(await studio.pageWith(look));
    }, 120_000);
    afterAll(() => studio?.close());
    photographFailures(() => studio?.page);

    const dialog = () => page.getByRole('dialog');
    const upload = async (name: SampleName, from: Page = page) => {
      const choosing = from.waitForEvent('filechooser');
      await from.getByRole('button', { name: /Upload a package|上传插件包/ }).first().click(); // prettier-ignore
      await (await choosing).setFiles({ name: `${name}.tgz`, mimeType: 'application/gzip', buffer: packages[name] });
    };
    /** A place in both looks: drawn, in the words of its reader, and without a fault that axe finds. */
    const looksRight = async (place: string, ready: RegExp, only?: number) => {
      for (const [index, { language, theme }] of LOOKS.entries()) {
        if (only !== undefined && only !== index) continue;
        const other = others[index]!; // one for each look
        await studio.open(place, other);
        await other.getByText(ready).first().waitFor();
        const text = await other.locator('#root').innerText();
        expect(/\{\{\w|\[object Object\]|\bundefined\b|\bNaN\b/.exec(text)?.[0], text).toBeUndefined();
        expect(await axeComplaints(other, theme === 'dark' ? 'colours' : 'everything'), `${place} ${language}`).toEqual(
          [],
        );
      }
    };

    it('teaches what plugins are while there are none', async () => {
      await studio.open('/');
      await page.getByRole('link', { name: 'Plugins' }).click();
      await page.getByText('No plugin is installed yet').waitFor();
      await looksRight('/plugins', /No plugin is installed yet|还没有安装任何插件/);
      await looksRight('/plugins/available', /takes files alone|只接受文件/);
      await looksRight('/plugins/publishers', /You trust no publisher yet|还没有信任任何发布者/);
      await looksRight('/plugins/revocations', /Nothing was revoked|没有被撤回的插件/);
    });

    it('refuses what is no package, in words', async () => {
      await studio.open('/plugins');
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Upload a package' }).click();
      await (await choosing).setFiles({ name: 'x.tgz', mimeType: 'application/gzip', buffer: Buffer.from('no') });
      await page.locator('.ant-notification-notice').waitFor();
      await page.locator('.ant-notification-notice-close').first().click();
    });

    it('says before it installs what the plugin may do and who made it, and takes less than it asks for', async () => {
      await upload('weather');
      await page.getByRole('heading', { name: 'Install Weather 1.0.0?' }).waitFor();
      await page.getByText('Calls api.acme.test, *.eu.acme.test over the network: fetches data').waitFor();
      await page.getByText('It asks for the forecast of the contact’s city.').waitFor();
      await page.getByText('New key', { exact: true }).waitFor();
      expect(await axeComplaints(page)).toEqual([]);
      const install = page.getByRole('button', { name: 'Allow and install' });
      expect(await install.isDisabled()).toBe(true);
      await page.getByRole('checkbox', { name: '*.eu.acme.test', exact: true }).uncheck();
      await page.getByRole('checkbox', { name: 'e-mail address', exact: true }).uncheck();
      await page.getByRole('checkbox', { name: /^I know .* compared the fingerprint/ }).check();
      await install.click();
      await page.getByText('Weather 1.0.0 is installed').first().waitFor();
      const [row] = (await studio.api<{ items: { id: string; granted: { kind: string; hosts?: string[]; fields?: string[] }[] }[] }>('GET', '/api/plugins')).items; // prettier-ignore
      expect(row?.granted.find(({ kind }) => kind === 'http')?.hosts).toEqual(['api.acme.test']);
      expect(row?.granted.find(({ kind }) => kind === 'contacts.read')?.fields).not.toContain('email');
    });

    it('shows everything about it, on addresses of their own', async () => {
      await looksRight('/plugins', /Weather|天气/);
      // Each in one look, the next in the other: nine times the same frame would only take time.
      const tabs: readonly (readonly [string, RegExp])[] = [
        ['overview', /What it is|简介/],
        ['permissions', /Who granted what|授权记录/],
        ['credentials', /Account with Acme|Acme 账户/],
        ['usage', /No journey uses it yet|还没有旅程使用它/],
        ['versions', /Current|当前/],
        ['recordings', /No batch failed|没有失败的批次/],
      ];
      for (const [index, [tab, ready]] of tabs.entries())
        await looksRight(`/plugins/acme.weather?tab=${tab}`, ready, index % 2);
    });

    it('stores a credential that is never shown again', async () => {
      await studio.open('/plugins/acme.weather?tab=credentials');
      await page.getByLabel('Key', { exact: true }).fill('very-secret-key');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“Account with Acme” is stored').waitFor();
      await page.getByText('Stored', { exact: true }).waitFor(SOON);
      await page.reload();
      await page.getByText('Stored', { exact: true }).waitFor(SOON);
      expect(await page.content()).not.toContain('very-secret-key');
    });

    it('puts its step on a canvas, with its icon, and pins the version', async () => {
      await studio.open('/journeys');
      await page.getByRole('button', { name: 'New journey' }).first().click();
      await dialog().getByLabel('Name').fill('Rainy days');
      await page.getByRole('button', { name: 'Open the canvas' }).click();
      await canvas.card('Entry').click();
      await canvas.inspector.getByRole('button', { name: 'Add an entry rule' }).click();
      await page.getByText('When something happens').click();
      await canvas.inspector.getByLabel('Event', { exact: true }).fill('order_paid');
      await canvas.leave();
      const palette = page.getByRole('complementary', { name: 'Steps' });
      const entry = palette.getByRole('button', { name: /^Weather forecast/ });
      expect(await entry.locator('img').getAttribute('src')).toMatch(/^\/api\/plugins\/icons\/[0-9a-f]{64}\/light$/);
      await entry.dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 620, y: 200 } });
      const card = canvas.card('Weather forecast');
      await card.getByText('Tomorrow in Shanghai').waitFor();
      await canvas.inspector.getByText('By acme, version 1.0.0').waitFor();
      await canvas.leave();
      await canvas.connect(canvas.card('Entry'), 'Enters', card);
      await palette.getByRole('button', { name: 'Exit', exact: true }).dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 880, y: 420 } }); // prettier-ignore
      await canvas.leave();
      await canvas.connect(card, 'Rain', canvas.card('Exit'));
      await canvas.saved();
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await dialog().getByRole('button', { name: /Publish version 1|Publish/ }).last().click(); // prettier-ignore
      await expect
        .poll(async () => (await studio.api<{ items: { state: string }[] }>('GET', '/api/journeys')).items[0]?.state, SOON)
        .toBe('live'); // prettier-ignore
    });

    it('keeps the drawing when the plugin is switched off: a ghost with its remedy', async () => {
      const canvasPlace = new URL(page.url()).pathname;
      await studio.open('/plugins/acme.weather');
      await page.getByRole('button', { name: 'Switch off' }).click();
      await dialog().getByText('Rainy days').waitFor();
      await dialog().getByRole('button', { name: 'Switch off' }).click();
      await page.getByText('Weather is switched off').waitFor();
      await studio.open(canvasPlace);
      const card = canvas.card('Weather forecast');
      await card.getByText('Plugin switched off').waitFor();
      await card.getByText('Tomorrow in Shanghai').waitFor();
      expect(await page.locator('.react-flow__edge').count()).toBe(2);
      expect(await page.getByRole('complementary', { name: 'Steps' }).getByText('Weather forecast').count()).toBe(0);
      await card.click();
      await canvas.inspector.getByText('Its plugin is switched off').waitFor();
      await canvas.inspector.getByRole('radio', { name: /Leave by “Not known”/ }).check();
      await canvas.saved();
      expect(await axeComplaints(page)).toEqual([]);
      await page.getByRole('button', { name: /problem/ }).click();
      await page.getByRole('complementary', { name: 'Problems' }).getByRole('link', { name: 'Go to acme.weather' }).click(); // prettier-ignore
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByText('Weather is switched on', { exact: false }).waitFor();
      await studio.open(canvasPlace);
      await card.waitFor();
      expect(await card.getByText('Plugin switched off').count()).toBe(0);
    });

    it('tells which step sees which personal data, and hands it out as a table', async () => {
      const canvasPlace = new URL(page.url()).pathname;
      await looksRight(`${canvasPlace}/personal-data`, /Weather forecast|天气预报/);
      await studio.open(`${canvasPlace}/personal-data`);
      await page.getByText('attribute “city”').first().waitFor();
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export as CSV' }).click();
      expect((await downloading).suggestedFilename()).toMatch(/\.csv$/);
      await studio.open(canvasPlace);
    });

    it('asks for what is new alone when it is upgraded, and moves the journey step by step', async () => {
      const canvasPlace = new URL(page.url()).pathname;
      await studio.open('/plugins');
      await upload('weather11');
      await page.getByRole('heading', { name: 'Upgrade Weather to 1.1.0?' }).waitFor();
      await page.getByText('Known key', { exact: true }).waitFor();
      const asked = page.locator('.consent .sj-panel').first();
      await asked.getByText('Sends messages by e-mail, text message, at most 1 a day to one contact').waitFor();
      expect(await asked.getByText('over the network').count()).toBe(0);
      await page.getByRole('button', { name: 'Allow and upgrade' }).click();
      await page.getByText('Weather 1.1.0 is installed', { exact: false }).first().waitFor();

      await studio.open(canvasPlace);
      await page.getByText('Weather forecast: version 1.1.0 is installed, this drawing has 1.0.0.').waitFor();
      await page.getByRole('button', { name: 'Look at it' }).click();
      await dialog().getByText('1 setting is lost').waitFor(SOON);
      await dialog().getByText('The place decides the station now.', { exact: false }).waitFor();
      expect(await axeComplaints(page)).toEqual([]);
      await dialog().getByRole('button', { name: 'Next' }).click();
      await dialog().getByRole('button', { name: 'Next' }).click();
      await dialog().getByRole('button', { name: 'Change the draft' }).click();
      await dialog().getByText('The draft is on the new version.').waitFor(SOON);
      await dialog().getByRole('button', { name: 'Publish now' }).click();
      await page.getByText('Published with the new version').waitFor();
      await canvas.card('Weather forecast').click();
      await canvas.inspector.getByText('By acme, version 1.1.0').waitFor(SOON);
      await canvas.inspector.getByRole('button', { name: 'Roll back to 1.0.0' }).click();
      await canvas.inspector.getByText('By acme, version 1.0.0').waitFor(SOON);
    });

    it('does not let go of it while a journey has it', async () => {
      await studio.open('/plugins/acme.weather');
      await page.getByRole('button', { name: 'Uninstall' }).click();
      await dialog().getByText('Weather is in use').last().waitFor();
      await dialog().getByRole('button', { name: 'Understood' }).click();
    });

    it('without a single complaint of the browser', () => expect(studio.complaints).toEqual([]));
  },
  240_000,
);
