import { openDatabase, type Database } from '@sojourn/storage';
import type { Page } from 'playwright-core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeComplaints, canvasOf, executablePath, openStudio, photographFailures, type Studio } from './studio.js';

/** The page looks every few seconds; the rest is for a machine with other things to do. */
const SOON = { timeout: 20_000 };
const at = (x: number, y: number) => ({ x, y });

/** People get stuck because somebody took a coupon pool away behind the engine's back; a person gets them going again. */
describe.skipIf(executablePath === null)(
  'when something is stuck',
  () => {
    let studio: Studio;
    let page: Page;
    let chinese: Page;
    let folder: string;
    /** The engine's own file, opened beside it as an operator with a SQL client would. */
    let database: Database;
    let journey = 0;
    let pool = 0;
    let contacts: readonly { readonly id: number }[] = [];

    const sql = (text: string, ...params: unknown[]) => database.inTransaction((tx) => tx.run(text, params));
    const admit = (count: number) =>
      studio.api('POST', `/api/journeys/${journey}/entries`, {
        contactIds: contacts.slice(0, count).map(({ id }) => id),
      });
    const parked = async () => (await studio.api<{ total: number }>('GET', '/api/runs/quarantined')).total;
    const counts = () =>
      studio.api<{ ended: Record<string, number>; nodes: Record<string, { here: number; parked: number }> }>(
        'GET',
        `/api/journeys/${journey}/counts`,
      );
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    const dialog = () => page.getByRole('dialog');
    const choose = async (option: string) => {
      await dialog().getByRole('combobox').click();
      await page.locator('.ant-select-item-option:visible', { hasText: option }).first().click();
    };

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'sojourn-stuck-'));
      const url = `sqlite:${path.join(folder, 'own.db')}`;
      studio = await openStudio({ SOJOURN_DEMO: 'off', SOJOURN_DATABASE_URL: url });
      await studio.signIn();
      page = studio.page;
      chinese = await studio.pageWith({ language: 'zh-CN', theme: 'dark' });
      database = await openDatabase({ url });
      for (const name of ['Ann', 'Bob', 'Cem', 'Dana', 'Eve'])
        await studio.api('POST', '/api/contacts', { externalId: name, name });
      contacts = (await studio.api<{ items: { id: number; name: string }[] }>('GET', '/api/contacts')).items.toSorted((a, b) => a.id - b.id); // prettier-ignore
      pool = (await studio.api<{ id: number }>('POST', '/api/coupon-pools', { name: 'Welcome' })).id;
      await studio.api('POST', `/api/coupon-pools/${pool}/codes`, { codes: ['A1', 'A2', 'A3', 'A4', 'A5'] });
      const drawing = {
        schemaVersion: 1,
        name: 'Newcomers',
        entry: { position: at(0, 0), rules: [{ id: 'api', kind: 'api' }], reentry: { mode: 'always' } },
        exits: [],
        nodes: [
          { id: 'gift', type: 'coupon', title: 'A gift', config: { pool: 'Welcome' }, position: at(400, 0) },
          { id: 'later', type: 'wait', title: 'A week', config: { mode: 'duration', duration: { amount: 7, unit: 'days' } }, position: at(800, 200) },
          { id: 'done', type: 'exit', config: {}, position: at(800, 0) },
        ], // prettier-ignore
        edges: [
          { id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'gift' },
          { id: 'e2', from: { node: 'gift', outcome: 'issued' }, to: 'done' },
          { id: 'e3', from: { node: 'gift', outcome: 'alreadyHas' }, to: 'later' },
        ],
      };
      const made = await studio.api<{ id: number; revision: number }>('POST', '/api/journeys', { name: 'Newcomers', document: drawing }); // prettier-ignore
      journey = made.id;
      await studio.api('POST', `/api/journeys/${journey}/publish`, { revision: made.revision });
    }, 180_000);
    afterAll(async () => {
      await database?.close();
      await studio?.close();
      await rm(folder, { recursive: true, force: true });
    });
    photographFailures(() => page);

    it('says that all is well while it is', async () => {
      await studio.open('/attention');
      await page.getByText('All is well: nobody is stuck').waitFor();
      await page.getByRole('tab', { name: /Deliveries/ }).click();
      await page.getByRole('region', { name: 'Channels' }).waitFor();
      await page.getByText('All is well: nothing is unknown').waitFor();
      expect(await axeComplaints(page)).toEqual([]);
    });

    it('counts in the navigation who got stuck, and tells where, since when and why in plain words', async () => {
      await sql('UPDATE coupon_pool SET workspace_id = -workspace_id WHERE id = ?', pool);
      await admit(5);
      await expect.poll(parked, SOON).toBe(5);
      await studio.open('/attention');
      await page.getByRole('link', { name: /Attention\s*5/ }).waitFor(SOON);
      await row('Ann')
        .getByText(/no coupon pool/)
        .waitFor();
      expect(await row('Ann').innerText()).toMatch(/A gift[\s\S]*Newcomers · version 1/);
      expect(await axeComplaints(page)).toEqual([]);
      await studio.open('/attention', chinese);
      await chinese.getByRole('heading', { name: '需要处理' }).waitFor();
      await chinese
        .getByText(/没有优惠券池/)
        .first()
        .waitFor();
      expect(await axeComplaints(chinese, 'colours')).toEqual([]);
    });

    it('shows at the step how many are stuck, and leads to them', async () => {
      await studio.open(`/journeys/${journey}`);
      const badge = canvasOf(page)
        .card('A gift')
        .getByRole('button', { name: /5 stuck/ });
      await badge.waitFor(SOON);
      await badge.click();
      await page.getByRole('button', { name: /Only at: A gift/ }).waitFor();
      expect(await page.getByRole('row').filter({ hasText: 'Newcomers' }).count()).toBe(5);
    });

    it('skips the step for one, by the way out that is chosen', async () => {
      await row('Ann').getByRole('button', { name: 'Repair' }).click();
      await page.getByRole('menuitem', { name: 'Skip the step' }).click();
      await dialog().getByText('Skip the step for 1 person?').waitFor();
      expect(await dialog().getByRole('button', { name: 'Skip', exact: true }).isDisabled()).toBe(true);
      await choose('Already has one');
      await dialog().getByText('Goes on at “A week”.').waitFor();
      await dialog().getByRole('button', { name: 'Skip', exact: true }).click();
      await page.getByText('1 person goes on').waitFor();
      await expect.poll(async () => (await counts()).nodes['later']?.here, SOON).toBe(1);
      await row('Ann').waitFor({ state: 'detached' });
    });

    it('moves one to another step, by keyboard alone', async () => {
      await row('Bob').getByRole('button', { name: 'Repair' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Move elsewhere' }).waitFor();
      const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
      await expect.poll(focused, SOON).toBe('Try again');
      for (const next of ['Skip the step', 'Move elsewhere']) {
        await page.keyboard.press('ArrowDown');
        await expect.poll(focused, SOON).toBe(next);
      }
      await page.keyboard.press('Enter');
      await dialog().getByRole('combobox').waitFor();
      await dialog().getByRole('combobox').focus();
      await page.keyboard.type('A week');
      await page.keyboard.press('Enter');
      const move = dialog().getByRole('button', { name: 'Move', exact: true });
      await expect.poll(() => move.isEnabled(), SOON).toBe(true);
      await move.focus();
      await page.keyboard.press('Enter');
      await page.getByText('1 person was moved').waitFor();
      await expect.poll(async () => (await counts()).nodes['later']?.here, SOON).toBe(2);
    });

    it('offers the repair on the page of the person who is stuck, and tells there who did it', async () => {
      const cem = contacts[2]!.id; // made in this order
      await studio.open(`/contacts/${cem}`);
      await page.getByText(/Stuck at “A gift” since/).waitFor();
      expect(await axeComplaints(page)).toEqual([]);
      await page.getByRole('button', { name: 'Repair' }).click();
      await page.getByRole('menuitem', { name: 'End the journey' }).click();
      await dialog().getByText('This cannot be undone', { exact: false }).waitFor();
      await dialog().getByRole('button', { name: 'End it' }).click();
      await page.getByText('The journey is over for 1 person').waitFor();
      await page.getByText(/ended the journey here/).waitFor(SOON);
      expect((await counts()).ended).toEqual({ removed: 1 });
    });

    it('tries many again at once: still broken they come back, mended they go on', async () => {
      await studio.open('/attention');
      const all = page.getByRole('checkbox', { name: 'Select all on this page' });
      const retry = async () => {
        await all.check();
        await page
          .getByRole('toolbar', { name: 'With the selected' })
          .getByRole('button', { name: 'Try again' })
          .click();
        await dialog().getByText('Try again for 2 people?').waitFor();
        await dialog().getByRole('button', { name: 'Try again for 2' }).click();
        await page.getByText('2 people are tried again').last().waitFor();
      };
      await retry();
      await expect.poll(parked, SOON).toBe(2);
      await sql('UPDATE coupon_pool SET workspace_id = -workspace_id WHERE id = ?', pool);
      await studio.open('/attention');
      await retry();
      await page.getByText('All is well: nobody is stuck').waitFor(SOON);
      await expect.poll(async () => (await counts()).ended, SOON).toEqual({ removed: 1, finished: 2 });
    });

    it('halts a channel after a question, and lets it go on', async () => {
      await studio.open('/attention?view=deliveries');
      await page.getByRole('button', { name: 'Halt: E-mail' }).click();
      await dialog().getByRole('button', { name: 'Halt', exact: true }).click();
      await page.getByText('Halted: E-mail').waitFor();
      const mail = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'E-mail' }) });
      await mail.getByText('Halted', { exact: true }).waitFor(SOON);
      await page.getByRole('button', { name: 'Go on: E-mail' }).click();
      await dialog().getByRole('button', { name: 'Go on', exact: true }).click();
      await mail.getByText('Running', { exact: true }).waitFor(SOON);
    });

    it('sets how fast a channel may go', async () => {
      await page.getByRole('button', { name: 'Limits: Webhook' }).click();
      await dialog().getByLabel('Per second').fill('5');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await page.getByText('Limits saved: Webhook').waitFor();
      await page.getByText('5 per second at most').waitFor(SOON);
    });

    it('asks what became of an unknown delivery, and sends a dead one anew', async () => {
      const [run] = await database.read.rows<{ id: number; workspace: number; contact: number }>(
        "SELECT id, workspace_id AS workspace, contact_id AS contact FROM run WHERE state = 'ended' LIMIT 1",
      );
      const effect = JSON.stringify({ kind: 'message', channel: 'inbox', content: { subject: 'Hi', body: 'Hi', format: 'text' } }); // prettier-ignore
      for (const [id, state, reason] of [[900_001, 'unknown', 'timeout'], [900_002, 'dead', 'http-503']] as const) // prettier-ignore
        await sql(
          `INSERT INTO outbox (id, workspace_id, contact_id, run_id, node_id, visit, effect_key, kind, channel, effect, state, attempt, due_at, ready_at, reason, created_at, settled_at)
           VALUES (?, ?, ?, ?, 'done', 1, ?, 'message', 'inbox', ?, ?, 1, 1, 1, ?, ?, ?)`,
          id, run!.workspace, run!.contact, run!.id, `spec:${id}`, effect, state, reason, Date.now(), Date.now(),
        ); // prettier-ignore
      await studio.open('/attention?view=deliveries');
      await page.getByText('No answer in time').waitFor();
      expect(await axeComplaints(page)).toEqual([]);
      await page
        .getByRole('row')
        .filter({ hasText: 'No answer in time' })
        .getByRole('button', { name: 'It failed' })
        .click();
      await dialog().getByRole('button', { name: 'It failed' }).click();
      await page.getByText('1 delivery changed').waitFor();
      await page.getByText('The other side answered 503').waitFor(SOON);
      await page.getByRole('button', { name: 'Send anew' }).first().click();
      await dialog().getByRole('button', { name: 'Send anew' }).click();
      await expect
        .poll(
          async () =>
            (await database.read.rows<{ state: string }>('SELECT state FROM outbox WHERE id = 900002'))[0]?.state,
          SOON,
        )
        .not.toBe('dead');
    });

    it('wrote down who did what, in a trail that verifies', async () => {
      const { items } = await studio.api<{ items: { action: string }[] }>('GET', '/api/audit');
      expect(items.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['runs.retried', 'runs.skipped', 'runs.moved', 'runs.ended', 'journey.published']),
      );
      expect(await studio.api('GET', '/api/audit/verify')).toMatchObject({ ok: true, brokenAt: null });
    });

    it('without a single complaint of the browser', () => expect(studio.complaints).toEqual([]));
  },
  240_000,
);
