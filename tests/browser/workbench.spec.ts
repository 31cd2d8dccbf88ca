import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeComplaints, executablePath, openStudio, photographFailures, type Studio } from './studio.js';

/** TypeScript's worker is seven megabytes; the rest is for a machine with other things to do. */
const SOON = { timeout: 40_000 };
const at = (x: number, y: number) => ({ x, y });

const SOURCE = `const spend = contact.attributes.spnd ?? 0;
log('spend', spend);
return { outcome: spend >= 1000 ? 'high' : 'gold', variables: { spend } };
`;
const MENDED = `const spend = contact.attributes.spend ?? 0;
log('spend', spend);
return { outcome: spend >= 1000 ? 'high' : 'low', variables: { spend } };
`;

/** A developer writes a script, is told what is wrong with it, tries it on people and makes a plugin of it. */
describe.skipIf(executablePath === null)(
  'the workbench',
  () => {
    let studio: Studio;
    let page: Page;
    let chinese: Page;
    let script = '';

    const editor = () => page.locator('.wb-editor .monaco-editor').first();
    const squiggles = () => page.locator('.wb-editor .squiggly-error');
    /** As a person would: everything selected, the text typed over it. */
    const write = async (text: string) => {
      await editor().click({ position: at(200, 40) });
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(text);
    };

    beforeAll(async () => {
      studio = await openStudio({ SOJOURN_DEMO: 'off' });
      await studio.signIn();
      page = studio.page;
      chinese = await studio.pageWith({ language: 'zh-CN', theme: 'dark' });
      for (const [name, spend] of [['Ann', 1500], ['Bob', 20]] as const)
        await studio.api('POST', '/api/contacts', { externalId: name, name, attributes: { spend } }); // prettier-ignore
      const config = {
        source: SOURCE,
        outcomes: [
          { id: 'high', label: 'High value' },
          { id: 'low', label: 'Others' },
        ],
        timeoutMs: 250,
        memoryMb: 32,
      };
      const drawing = {
        schemaVersion: 1,
        name: 'Spenders',
        entry: { position: at(0, 0), rules: [{ id: 'api', kind: 'api' }], reentry: { mode: 'always' } },
        exits: [],
        nodes: [{ id: 'judge', type: 'code', title: 'Order value', config, position: at(400, 0) }],
        edges: [{ id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'judge' }],
      };
      const { id } = await studio.api<{ id: number }>('POST', '/api/journeys', { name: 'Spenders', document: drawing });
      script = `/journeys/${id}/nodes/judge/code`;
      await studio.open(`/journeys/${id}?node=judge`);
    }, 180_000);
    afterAll(() => studio?.close());
    photographFailures(() => page);

    it('opens a script from its step, on an address of its own', async () => {
      await page.getByRole('link', { name: 'Open in the workbench' }).click();
      await editor().waitFor(SOON);
      expect(new URL(page.url()).pathname).toBe(script);
    });

    it('shows where the script names what nobody has, and a way out that was not declared', async () => {
      await page.getByText('2 problems in the script').waitFor(SOON);
      expect(await squiggles().count()).toBeGreaterThanOrEqual(2);
    });

    it('is quiet once both are mended, and the draft keeps it', async () => {
      await write(MENDED);
      await page.getByText('No problems found').waitFor(SOON);
      await expect.poll(() => squiggles().count(), SOON).toBe(0);
      await page
        .getByText(/All changes saved|Saved/)
        .first()
        .waitFor(SOON);
    });

    it('runs on the newest contacts by the keyboard, and tells ways out, variables and the log', async () => {
      await page.keyboard.press('Control+Enter');
      const row = (name: string) => page.getByRole('row').filter({ hasText: name });
      await row('Ann').getByText('High value').waitFor(SOON);
      await row('Bob').getByText('Others').waitFor();
      await page.getByRole('button', { name: 'Ann' }).click();
      await page.locator('.wb-log', { hasText: 'spend 1500' }).first().waitFor();
      expect(await studio.api<{ items: { name: string }[] }>('GET', '/api/contacts')).toMatchObject({
        items: [{ name: 'Bob' }, { name: 'Ann' }],
      });
    });

    it('marks the line at which a run failed', async () => {
      await write(`const spend = contact.attributes.spend ?? 0;\nif (spend > 1000) throw new Error('too much');\nreturn { outcome: 'low' };\n`); // prettier-ignore
      await page.getByText('No problems found').waitFor(SOON);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('row').filter({ hasText: 'Ann' }).getByText('too much').first().waitFor(SOON);
      await expect.poll(() => squiggles().count(), SOON).toBe(1);
      await write(MENDED);
    });

    it('says what the script may read, and no more is typed', async () => {
      await page.getByRole('switch').click();
      await page.locator('.wb-reads').getByText('attributes.spend').waitFor(SOON);
      await write(`return { outcome: contact.email ? 'high' : 'low' };\n`);
      await page.getByText('1 problem in the script').waitFor(SOON);
      await write(MENDED);
      await page.getByText('No problems found').waitFor(SOON);
    });

    it('makes a plugin of it, and tells what to do next', async () => {
      await page.getByRole('button', { name: 'Promote to plugin' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Publisher').fill('acme');
      expect(await dialog.getByLabel('Name of the plugin').inputValue()).toBe('order-value');
      const [file] = await Promise.all([
        page.waitForEvent('download', SOON),
        dialog.getByRole('button', { name: 'Download the project' }).click(),
      ]);
      expect(file.suggestedFilename()).toBe('sojourn-plugin-acme-order-value.tgz');
      const tar = gunzipSync(await readFile(await file.path())).toString('utf8');
      expect(tar).toContain('order-value/plugin.json');
      expect(tar).toContain('"id": "acme.order-value"');
      await dialog.getByText('npm run -s sojourn -- plugin test order-value').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).last().click();
    });

    it('has nothing to say against in both languages, by axe', async () => {
      expect(await axeComplaints(page)).toEqual([]);
      await studio.open(script, chinese);
      await chinese.getByText('用客户试运行').waitFor(SOON);
      await chinese.getByText('未发现问题').waitFor(SOON);
      expect(await axeComplaints(chinese)).toEqual([]);
    });

    it('goes back to the canvas with the step selected', async () => {
      await page.getByRole('link', { name: 'Canvas' }).click();
      await page.getByLabel('Settings of Order value').or(page.locator('.je-title-input')).first().waitFor(SOON);
    });

    it('writes a plugin: card and form follow the manifest, its code runs on contacts', async () => {
      await studio.open('/plugins/workbench');
      await page.locator('.wb-card').getByText('totalSpent from 1000').waitFor(SOON);
      await page.getByText('Code', { exact: true }).click();
      await page.locator('.wb-file:not([hidden]) .monaco-editor').waitFor(SOON);
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByRole('row').filter({ hasText: 'Ann' }).getByText('Others').waitFor(SOON);
      await page.getByText('The manifest is in order.').waitFor();
      expect(await axeComplaints(page)).toEqual([]);
    });

    it('writes a plugin without code, its call answered by hand', async () => {
      await page.getByRole('combobox', { name: 'Start from' }).click();
      await page.locator('.ant-select-item-option:visible', { hasText: 'A request, no code' }).click();
      await page.locator('.wb-card').getByText('In Hangzhou').waitFor(SOON);
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByRole('row').filter({ hasText: 'Bob' }).getByText('Sunny').waitFor(SOON);
      await studio.open('/plugins/workbench', chinese);
      await chinese.getByText('画布上的样子').waitFor(SOON);
      expect(await axeComplaints(chinese)).toEqual([]);
    });

    it('complained of nothing', () => expect(studio.complaints).toEqual([]));
  },
  120_000,
);
