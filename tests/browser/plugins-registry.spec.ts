import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as packaging from '@sojourn/packaging';
import { startRegistry, type PrivateRegistry } from '@sojourn/tools';
import { samplePlugins, type SampleName } from '@sojourn/tools/screenshots/sample-plugins';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeComplaints, executablePath, openStudio, photographFailures, type Studio } from './studio.js';

const SOON = { timeout: 20_000 };

/** A devDependency: only a slim installation lacks it. */
const hasVerdaccio = ((): boolean => {
  try {
    return existsSync(createRequire(import.meta.url).resolve('verdaccio'));
  } catch {
    return false;
  }
})();

interface Row {
  readonly version: string;
  readonly state: string;
  readonly pending: { readonly version: string } | null;
  readonly granted: readonly { readonly kind: string; readonly hosts?: readonly string[] }[];
}

/** A plugin on a registry: found, looked at, installed with less than it asks for, on to its next version, and without the registry. */
describe.skipIf(executablePath === null || !hasVerdaccio)(
  'plugins of a registry',
  () => {
    let home: string;
    let registry: PrivateRegistry;
    let studio: Studio;
    let page: Page;
    let chinese: Page;
    let packages: Record<SampleName, Buffer>;

    const publish = async (name: SampleName) => {
      const file = path.join(home, `${name}.tgz`);
      await writeFile(file, packages[name]);
      await registry.npm(['publish', file, '--access', 'public'], { cwd: home });
    };
    const weather = async () =>
      (await studio.api<{ items: Row[] }>('GET', '/api/plugins')).items.find((one) => one.version !== '')!; // it is the only one

    beforeAll(async () => {
      home = await mkdtemp(path.join(tmpdir(), 'sojourn-browser-registry-'));
      packages = await samplePlugins(packaging);
      registry = await startRegistry();
      studio = await openStudio({ SOJOURN_DEMO: 'off', SOJOURN_PLUGIN_REGISTRY: registry.url });
      await studio.signIn();
      page = studio.page;
      chinese = await studio.pageWith({ language: 'zh-CN', theme: 'dark' });
    }, 180_000);
    afterAll(async () => {
      await studio?.close();
      await registry?.stop();
      await rm(home, { recursive: true, force: true });
    });
    photographFailures(() => studio?.page);

    it('says what it lists while it lists nothing', async () => {
      await studio.open('/plugins');
      await page.getByRole('tab', { name: 'Available' }).click();
      await page.getByText('The registry lists no plugins').waitFor();
      expect(await axeComplaints(page)).toEqual([]);
    });

    it('shows what was published, and finds it by what it is called', async () => {
      await publish('weather');
      await publish('quiz');
      await page.reload();
      const row = (name: string, on = page) => on.getByRole('row').filter({ hasText: name });
      await row('@acme/sojourn-weather').getByText('1.0.0').waitFor(SOON);
      await row('studio9-quiz').getByText('2.3.1').waitFor();
      await page.getByPlaceholder('Search the registry').fill('weather');
      await row('studio9-quiz').waitFor({ state: 'detached' });
      await row('@acme/sojourn-weather').getByText('so that nobody is offered').waitFor();
      expect(new URL(page.url()).searchParams.get('q')).toBe('weather');
      expect(await axeComplaints(page)).toEqual([]);
      await page.getByPlaceholder('Search the registry').fill('nothing at all');
      await page.getByText('Nothing on the registry matches this').waitFor(SOON);
      await page.getByRole('button', { name: 'Clear the search' }).click();
      await row('studio9-quiz').waitFor();
      await studio.open('/plugins/available', chinese);
      await row('@acme/sojourn-weather', chinese).getByRole('link', { name: '查看' }).waitFor();
      expect(await axeComplaints(chinese)).toEqual([]);
    });

    it('says in words what the engine found when it looked at it, in both languages', async () => {
      await chinese.getByRole('link', { name: '查看：@acme/sojourn-weather' }).click();
      await chinese.getByRole('heading', { name: '安装 天气 1.0.0？' }).waitFor(SOON);
      await chinese.getByText('可读取个人信息（邮箱地址）并发送到 api.acme.test、*.eu.acme.test。').waitFor();
      await chinese.getByText('会修改客户的属性“weather”。').waitFor();
      expect(await axeComplaints(chinese)).toEqual([]);
      await page.getByRole('link', { name: 'Look at it: @acme/sojourn-weather' }).click();
      await page.getByRole('heading', { name: 'Install Weather 1.0.0?' }).waitFor(SOON);
      await page.getByText('It sees personal data (e-mail address) and can send it to').waitFor();
      await page.getByText('It changes attribute “weather” of your contacts.').waitFor();
      expect(await page.locator('#root').innerText()).not.toMatch(/attributes\.\w/);
    });

    it('is installed with less than it asks for', async () => {
      await page.getByRole('checkbox', { name: '*.eu.acme.test', exact: true }).uncheck();
      await page.getByRole('checkbox', { name: /^I know .* compared the fingerprint/ }).check();
      await page.getByRole('button', { name: 'Allow and install' }).click();
      await page.getByText('Weather 1.0.0 is installed').first().waitFor();
      expect((await weather()).granted.find(({ kind }) => kind === 'http')?.hosts).toEqual(['api.acme.test']);
      await studio.open('/plugins/available?q=weather');
      await page.getByRole('row').filter({ hasText: '@acme/sojourn-weather' }).getByText('Installed').waitFor();
    });

    it('tells of the next version wherever the plugin is shown', async () => {
      await studio.open('/plugins');
      await page.getByRole('row').filter({ hasText: 'Weather' }).getByText('1.0.0').waitFor();
      await publish('weather11');
      await studio.open('/plugins/available?q=weather');
      await page.getByText('Upgrade from 1.0.0').waitFor(SOON);
      await studio.open('/plugins');
      await page.getByRole('link', { name: '1.1.0 available' }).waitFor(SOON);
      await studio.open('/plugins', chinese);
      await chinese.getByRole('link', { name: '可更新至 1.1.0' }).waitFor(SOON);
      await studio.open('/plugins/acme.weather');
      await page.getByText('Version 1.1.0 is available').waitFor();
      expect(await axeComplaints(page)).toEqual([]);
    });

    it('waits for consent where it asks for more, and the old version goes on', async () => {
      // Whoever upgrades by a script agrees to nothing.
      const { staged: hash } = await studio.api<{ staged: string }>('POST', '/api/plugins/inspect', { name: '@acme/sojourn-weather', version: '1.1.0' }); // prettier-ignore
      await studio.api('POST', '/api/plugins/acme.weather/upgrade', { hash });
      expect(await weather()).toMatchObject({ version: '1.0.0', state: 'active', pending: { version: '1.1.0' } });
      await studio.open('/plugins', chinese);
      await chinese.getByRole('link', { name: '1.1.0 待授权' }).waitFor();
      // Refused, it is offered no more; asked for again it waits once more.
      await studio.open('/plugins/acme.weather', chinese);
      await chinese.getByRole('button', { name: '拒绝 1.1.0' }).click();
      await chinese.getByRole('dialog').getByText('1.0.0 照常运行。', { exact: false }).waitFor();
      expect(await axeComplaints(chinese)).toEqual([]);
      await chinese
        .getByRole('dialog')
        .getByRole('button', { name: /^拒\s?绝$/ })
        .click();
      await chinese.getByText('已拒绝 天气 1.1.0').waitFor();
      expect(await weather()).toMatchObject({ version: '1.0.0', state: 'active', pending: null, update: null });
      await chinese.getByRole('tab', { name: '版本' }).click();
      await chinese.getByRole('link', { name: '查看它要求的权限：1.1.0' }).click();
      await chinese.getByText(/已于.+拒绝此版本/).waitFor();
      await studio.api('POST', '/api/plugins/acme.weather/upgrade', { hash, askAgain: true });
      await studio.open('/plugins');
      await page.getByRole('link', { name: '1.1.0 waits for consent' }).click();
      await page.getByRole('heading', { name: 'Upgrade Weather to 1.1.0?' }).waitFor();
      const asked = page.locator('.consent .sj-panel').first();
      await asked.getByText('Sends messages by e-mail, text message, at most 1 a day to one contact').waitFor();
      expect(await asked.getByText('over the network').count()).toBe(0);
      await page.getByRole('button', { name: 'Allow and upgrade' }).click();
      await page.getByText('Weather 1.1.0 is installed', { exact: false }).first().waitFor();
      const { version, pending, granted } = await weather();
      expect([version, pending]).toEqual(['1.1.0', null]);
      // What was refused before stays refused.
      expect(granted.find(({ kind }) => kind === 'http')?.hosts).toEqual(['api.acme.test']);
    });

    it('says that a registry is away, and what goes on without it', async () => {
      await registry.down();
      await studio.open('/plugins/available');
      await page.getByText('The registry does not answer').waitFor(SOON);
      expect(await axeComplaints(page)).toEqual([]);
      await studio.open('/plugins/available', chinese);
      await chinese.getByText('插件仓库没有响应').waitFor(SOON);
      await studio.open('/plugins/consent?name=studio9-quiz&version=2.3.1');
      await page.getByRole('alert').waitFor(SOON);
      await studio.open('/plugins/consent?name=studio9-quiz&version=2.3.1', chinese);
      await chinese.getByRole('alert').waitFor(SOON);
      await studio.open('/plugins');
      await page.getByRole('row').filter({ hasText: 'Weather' }).getByText('Active').waitFor();
      await studio.open('/plugins/available');
      await registry.up();
      await page.getByRole('button', { name: /again/i }).click();
      await page.getByRole('row').filter({ hasText: 'studio9-quiz' }).waitFor(SOON);
    });

    it('without a single complaint of the browser', () => expect(studio.complaints).toEqual([]));
  },
  240_000,
);
