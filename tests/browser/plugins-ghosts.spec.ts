import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as packaging from '@sojourn/packaging';
import { samplePlugins, type SampleName } from '@sojourn/tools/screenshots/sample-plugins';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeComplaints, canvasOf, executablePath, openStudio, photographFailures, type Studio } from './studio.js';
import { installUpload, stageUpload } from './upload.js';

/** Bundles that were found in order are taken for in order for a minute. */
const A_MINUTE_AND_MORE = { timeout: 90_000, interval: 2_000 };
const SOON = { timeout: 20_000 };
const feedKey = packaging.generateKey();

const drawing = (name: string, type: string, config: object) => ({
  schemaVersion: 1,
  name,
  entry: { position: { x: 0, y: 0 }, rules: [{ id: 'api', kind: 'api' }], reentry: { mode: 'once' } },
  exits: [],
  nodes: [
    { id: 'step', type, config, position: { x: 360, y: 0 } },
    { id: 'end', type: 'exit', config: {}, position: { x: 720, y: 0 } },
  ],
  edges: [
    { id: 'a', from: { node: 'entry', outcome: 'entered' }, to: 'step' },
    { id: 'b', from: { node: 'step', outcome: 'right' }, to: 'end' },
    { id: 'c', from: { node: 'step', outcome: 'dry' }, to: 'end' },
  ].filter(({ from }) => from.node === 'entry' || (from.outcome === 'dry') === type.startsWith('acme.')),
});

/** Every way in which the plugin of a drawn step can be gone: the card, the inspector, the problems, and a publication that is refused. */
describe.skipIf(executablePath === null)(
  'ghosts on the canvas',
  () => {
    let home: string;
    let studio: Studio;
    let page: Page;
    let chinese: Page;
    let packages: Record<SampleName, Buffer>;
    const journeys: Record<'weather' | 'quiz' | 'gone', number> = { weather: 0, quiz: 0, gone: 0 };

    const feed = async (seq: number, versions: readonly string[]) => {
      const reason = { en: 'It hands out forecasts of others.', 'zh-CN': '会泄露他人的预报。' };
      const entries = versions.length === 0 ? [] : [{ plugin: 'acme.weather', versions, reason, at: 1 }];
      const text = JSON.stringify(packaging.signFeed({ seq, issuedAt: seq, entries }, feedKey.privateKey));
      await writeFile(path.join(home, 'feed.json'), text);
    };
    const draw = async (name: string, type: string, config: object) =>
      (await studio.api<{ id: number }>('POST', '/api/journeys', { name, document: drawing(name, type, config) })).id;
    /** Whatever is wrong, a ghost is shown in the same four places. */
    const isGhost = async (journey: number, tag: string, why: string, remedy: RegExp, link: string) => {
      await studio.open(`/journeys/${journey}`);
      const card = page.locator('.react-flow__node').filter({ hasText: tag });
      await card.waitFor(SOON);
      expect(await page.locator('.react-flow__edge').count()).toBe(2);
      await card.click();
      const { inspector } = canvasOf(page);
      await inspector.getByText(why).waitFor();
      await inspector.getByText(remedy).first().waitFor();
      await inspector.getByRole('link', { name: link }).waitFor();
      expect(await axeComplaints(page)).toEqual([]);
      await canvasOf(page).leave();
      await page.getByRole('button', { name: /\d problems?/ }).click();
      const problems = page.getByRole('complementary', { name: 'Problems' });
      await problems.getByText(remedy).first().waitFor();
      await problems.getByRole('link', { name: link }).waitFor();
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('This journey cannot be published yet').waitFor();
      await dialog.getByText(remedy).first().waitFor();
      expect(await dialog.getByRole('button', { name: /^Publish version/ }).isDisabled()).toBe(true);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Close problems' }).click();
    };
    const isGhostInChinese = async (journey: number, tag: string, why: string) => {
      await studio.open(`/journeys/${journey}`, chinese);
      await chinese.locator('.react-flow__node').filter({ hasText: tag }).click();
      await chinese.locator('.ghost-notice').getByText(why).waitFor();
      expect(await axeComplaints(chinese, 'colours')).toEqual([]);
    };

    beforeAll(async () => {
      home = await mkdtemp(path.join(tmpdir(), 'sojourn-browser-ghosts-'));
      packages = await samplePlugins(packaging);
      studio = await openStudio({
        SOJOURN_DEMO: 'off',
        SOJOURN_PLUGIN_REGISTRY: 'off',
        SOJOURN_DATA_DIR: home,
        SOJOURN_REVOCATION_FEED: path.join(home, 'feed.json'),
        SOJOURN_REVOCATION_KEY: feedKey.publicKey,
      });
      await studio.signIn();
      page = studio.page;
      chinese = await studio.pageWith({ language: 'zh-CN', theme: 'dark' });
      await installUpload(studio, packages.weather);
      await installUpload(studio, packages.quiz);
      journeys.weather = await draw('Rainy days', 'acme.weather/forecast', { city: 'Shanghai' });
      journeys.quiz = await draw('Quiz days', 'studio9.quiz/answer', {});
      journeys.gone = await draw('Old days', 'nobody.here/step', { some: 'thing' });
      // What a disk or a restore can do: the stored code is no longer what was signed.
      const database = new DatabaseSync(path.join(home, 'sojourn.db'));
      const { changes } = database.prepare("update plugin_bundle set code = code || ' ' where plugin = 'studio9.quiz'").run(); // prettier-ignore
      expect(changes).toBe(1);
      database.close();
    }, 180_000);
    afterAll(async () => {
      await studio?.close();
      await rm(home, { recursive: true, force: true });
    });
    photographFailures(() => studio?.page);

    it('missing: a drawing with a plugin that nobody has installed', async () => {
      await isGhost(journeys.gone, 'Plugin missing', 'Its plugin is not installed', /nobody\.here is not installed in this workspace\. Install it/, 'Go to nobody.here'); // prettier-ignore
      await isGhostInChinese(journeys.gone, '插件未安装', '所属插件未安装');
      await page.locator('.react-flow__node').filter({ hasText: 'Plugin missing' }).click();
      await canvasOf(page).inspector.getByRole('link', { name: 'Go to nobody.here' }).click();
      await page.getByRole('button', { name: 'Upload a package' }).waitFor();
      expect(await axeComplaints(page)).toEqual([]);
    });

    it('revoked: taken back by the feed, with its reason, and here again when the feed drops it', async () => {
      await feed(1, ['1.0.0']);
      await studio.open('/plugins/revocations');
      await page.getByRole('button', { name: /Look/ }).click();
      await page.getByText('It hands out forecasts of others.').waitFor(SOON);
      expect(await axeComplaints(page)).toEqual([]);
      await isGhost(journeys.weather, 'Plugin revoked', 'Its plugin was revoked', /acme\.weather was revoked\. Upgrade the journey/, 'Go to acme.weather'); // prettier-ignore
      await isGhostInChinese(journeys.weather, '插件已被撤回', '所属插件已被撤回');
      await studio.open('/plugins/acme.weather', chinese);
      await chinese.getByText('此版本已被撤回').waitFor();
      await chinese.getByText('会泄露他人的预报。', { exact: false }).waitFor();
      expect(await axeComplaints(chinese)).toEqual([]);
      await feed(2, []);
      await studio.open('/plugins/revocations');
      await page.getByRole('button', { name: /Look/ }).click();
      await page.getByText('Nothing was revoked').waitFor(SOON);
      await studio.open(`/journeys/${journeys.weather}`);
      await page.getByText('Tomorrow in Shanghai').waitFor();
      expect(await page.locator('.sc-ghost').count()).toBe(0);
    });

    it('no consent: a drawing with a version that nobody has agreed to, and the way to agree', async () => {
      const { staged: hash } = await stageUpload(studio, packages.weather11);
      // By a script, which agrees to nothing.
      await studio.api('POST', '/api/plugins/acme.weather/upgrade', { hash });
      const type = 'acme.weather/forecast';
      const document = {
        ...drawing('Days to come', type, { city: 'Shanghai', units: 'metric' }),
        plugins: { [type]: { plugin: 'acme.weather', version: '1.1.0', hash } },
      };
      const { id } = await studio.api<{ id: number }>('POST', '/api/journeys', { name: document.name, document });
      await isGhost(id, 'Plugin waits for consent', 'Its plugin waits for consent', /version 1\.1\.0 of the plugin acme\.weather, to which nobody in this workspace has agreed; 1\.0\.0 is installed/, 'See what it asks for'); // prettier-ignore
      await page.getByText('Weather forecast: this drawing has version 1.1.0, and 1.0.0 is installed.').waitFor();
      await isGhostInChinese(id, '插件待授权', '所属插件待授权');
      await chinese.getByRole('link', { name: '查看它要求的权限' }).click();
      await chinese.getByRole('button', { name: '拒绝 1.1.0' }).waitFor(SOON);
      await page.locator('.react-flow__node').filter({ hasText: 'Plugin waits for consent' }).click();
      await canvasOf(page).inspector.getByRole('link', { name: 'See what it asks for' }).click();
      await page.getByRole('button', { name: 'Allow and upgrade' }).click();
      await page.getByText('Weather 1.1.0 is installed', { exact: false }).first().waitFor();
      await studio.open(`/journeys/${id}`);
      await page.getByText('Tomorrow in Shanghai').waitFor();
      expect(await page.locator('.sc-ghost').count()).toBe(0);
    });

    it('corrupt: the stored bytes were changed, and the same package mends it', async () => {
      const state = async () =>
        (await studio.api<{ items: { id: string; state: string }[] }>('GET', '/api/plugins')).items.find(({ id }) => id === 'studio9.quiz')?.state; // prettier-ignore
      await expect.poll(state, A_MINUTE_AND_MORE).toBe('corrupt');
      await isGhost(journeys.quiz, 'Plugin damaged', 'Its plugin is damaged', /stored files of the plugin studio9\.quiz were damaged/, 'Go to studio9.quiz'); // prettier-ignore
      await isGhostInChinese(journeys.quiz, '插件已损坏', '所属插件已损坏');
      await page.locator('.react-flow__node').filter({ hasText: 'Plugin damaged' }).click();
      await canvasOf(page).inspector.getByRole('link', { name: 'Go to studio9.quiz' }).click();
      await page.getByText('Its stored files do not match their signature').waitFor();
      expect(await axeComplaints(page)).toEqual([]);
      await studio.open('/plugins');
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Upload a package' }).click();
      await (await choosing).setFiles({ name: 'quiz.tgz', mimeType: 'application/gzip', buffer: packages.quiz });
      await page.getByRole('button', { name: /^(Upgrade|Allow and upgrade|Install again|Allow and install)$/ }).click();
      await expect.poll(state, A_MINUTE_AND_MORE).toBe('active');
      await studio.open(`/journeys/${journeys.quiz}`);
      await page.getByText('Right or wrong').first().waitFor();
      expect(await page.locator('.sc-ghost').count()).toBe(0);
    }, 300_000);

    it('without a single complaint of the browser', () => expect(studio.complaints).toEqual([]));
  },
  240_000,
);
