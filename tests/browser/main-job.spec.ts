import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canvasOf, executablePath, openStudio, photographFailures, type Studio } from './studio.js';

/** Numbers come every two seconds; the rest is for a machine with other things to do. */
const SOON = { timeout: 20_000 };

/** The whole of what the studio is for, by mouse, on an engine without the demo; each step stands on those before it. */
describe.skipIf(executablePath === null)(
  'from nothing to customers on a journey',
  () => {
    let studio: Studio;
    let canvas: ReturnType<typeof canvasOf>;
    let writeKey = '';

    beforeAll(async () => {
      studio = await openStudio({ SOJOURN_DEMO: 'off' });
      canvas = canvasOf(studio.page);
    }, 120_000);
    afterAll(() => studio?.close());
    photographFailures(() => studio?.page);

    const send = async (userId: string, event: string, properties: object = {}, traits: object = {}) => {
      const context = { traits };
      for (const [call, body] of [
        ['identify', { userId, traits }],
        ['track', { userId, event, properties, context }],
      ] as const) {
        const answer = await studio.page.request.post(new URL(`/v1/${call}`, studio.program.signIn).href, {
          headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
          data: body,
        });
        expect(answer.status()).toBe(200);
      }
    };

    it('signs in by the printed link and sets a password', async () => {
      const { page } = studio;
      await page.goto(studio.program.signIn.href);
      await page.getByLabel('New password').fill('a road is made by walking');
      await page.getByRole('button', { name: 'Set password' }).click();
      await page.getByRole('heading', { name: 'Retention centre' }).waitFor();
    });

    it('makes a write key that is shown once', async () => {
      const { page } = studio;
      await studio.open('/settings/api-keys');
      await page.getByRole('button', { name: 'New key' }).first().click();
      await page.getByLabel('What for').fill('Web shop');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      writeKey = (await page.locator('.revealed').innerText()).trim();
      expect(writeKey).toMatch(/^\S{16,}$/);
      await page.getByRole('button', { name: 'I have kept it' }).click();
      await page.getByRole('cell', { name: 'Web shop' }).waitFor();
      expect(await page.locator('body').innerText()).not.toContain(writeKey);
    });

    it('makes a pool of coupons with codes in it', async () => {
      const { page } = studio;
      await studio.open('/incentives/coupons');
      await page.getByRole('button', { name: 'New pool' }).first().click();
      await page.getByRole('dialog').getByLabel('Name').fill('Welcome 20');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByRole('button', { name: 'Add codes' }).first().click();
      await page.getByText('Generate codes', { exact: true }).first().click();
      await page.getByLabel('How many').fill('5');
      await page.getByLabel('Prefix').fill('HI-');
      await page.getByRole('button', { name: 'Generate 5 codes' }).click();
      await page.getByText('5 codes added.').waitFor();
    });

    it('begins a journey and says who enters', async () => {
      const { page } = studio;
      await studio.open('/journeys');
      await page.getByRole('button', { name: 'New journey' }).first().click();
      await page.getByRole('dialog').getByLabel('Name').fill('Welcome');
      await page.getByRole('button', { name: 'Open the canvas' }).click();
      await canvas.card('Entry').click();
      const { inspector } = canvas;
      await inspector.getByRole('button', { name: 'Add an entry rule' }).click();
      await page.getByText('When something happens').click();
      await inspector.getByLabel('Event', { exact: true }).fill('Signed Up');
      await inspector.getByRole('switch', { name: 'Only when' }).click();
      await inspector.getByRole('button', { name: 'Add a condition' }).click();
      await page.getByText('Property of this event').click();
      await inspector.getByRole('combobox', { name: 'Property' }).fill('plan');
      await inspector.getByLabel('Value', { exact: true }).fill('pro');
      await canvas.leave();
      await canvas
        .card('Entry')
        .getByText(/Signed Up.*plan.*pro/)
        .waitFor();
    });

    it('draws steps and connects them by mouse', async () => {
      const { page } = studio;
      await canvas.drag('Wait', 560, 160);
      await canvas.leave();
      await canvas.drag('Conditions', 860, 160);
      await canvas.leave();
      await canvas.drag('Coupon', 560, 430);
      await canvas.leave();
      await canvas.drag('Message', 860, 430);
      await canvas.leave();
      await page.getByRole('button', { name: 'Fit to screen' }).click();
      await canvas.connect(canvas.card('Entry'), 'Enters', canvas.card('Wait'));
      await canvas.connect(canvas.card('Wait'), 'Then', canvas.card('Conditions'));
      await canvas.connect(canvas.card('Conditions'), 'Yes', canvas.card('Coupon'));
      await canvas.connect(canvas.card('Coupon'), 'Issued', canvas.card('Message'));
      expect(await page.locator('.react-flow__edge').count()).toBe(4);
      await page.getByRole('button', { name: 'Tidy up' }).click();
    });

    it('refuses to publish what names a missing pool, and leads to the field', async () => {
      const { page } = studio;
      await canvas.saved();
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'This journey cannot be published yet' });
      await dialog.getByRole('button', { name: /no coupon pool/ }).click();
      const pool = canvas.inspector.getByLabel('Coupon pool');
      await expect.poll(() => pool.evaluate((input) => input === document.activeElement), SOON).toBe(true);
      await canvas.choose(pool, 'Welcome 20');
      await canvas.card('Coupon').getByText('One code from Welcome 20').waitFor();
    });

    it('fills in the other forms', async () => {
      const { page } = studio;
      const { inspector } = canvas;
      await canvas.card('Wait').click();
      await inspector.getByLabel('How long').fill('2');
      await canvas.choose(inspector.getByRole('combobox', { name: 'Unit' }), 'Seconds');
      await canvas.card('Conditions').click();
      await inspector.getByLabel('Name', { exact: true }).fill('In Shanghai');
      await inspector.getByRole('button', { name: 'Add a condition' }).click();
      await page.getByText('Attribute of the contact').click();
      await inspector.getByRole('combobox', { name: 'Attribute' }).fill('city');
      await inspector.getByLabel('Value', { exact: true }).fill('Shanghai');
      await canvas.card('Message').click();
      await inspector.getByLabel('Subject').fill('A gift for {{ contact.attributes.city }}');
      await inspector.getByLabel('Content').fill('Your code: {{ coupon.code }}');
      await inspector.getByRole('button', { name: 'Preview' }).click();
      await page
        .getByRole('dialog')
        .getByText(/Your code: \S+/)
        .waitFor();
      await page.keyboard.press('Escape');
      await canvas.leave();
      await canvas.card('Wait').getByText('Wait 2 seconds').waitFor();
    });

    it('takes back an edit and makes it again', async () => {
      const { page } = studio;
      await canvas.drag('Exit', 60, 60);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => canvas.card('Exit').count(), SOON).toBe(0);
      await page.getByRole('button', { name: 'Redo' }).click();
      await canvas.card('Exit').waitFor();
      await page.keyboard.press('Control+z');
      await expect.poll(() => canvas.card('Exit').count(), SOON).toBe(0);
    });

    it('keeps the draft over a reload and publishes it', async () => {
      const { page } = studio;
      await page.reload();
      await canvas.card('Wait').getByText('Wait 2 seconds').waitFor();
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.getByRole('button', { name: 'Publish version 1' }).click();
      await page.getByText('Version 1 is live').waitFor();
      await canvas.card('Entry').getByText('0 entered').waitFor();
    });

    it('moves customers, and its numbers with them', async () => {
      await send('ann', 'Signed Up', { plan: 'pro' }, { name: 'Ann', city: 'Shanghai' });
      await send('bob', 'Signed Up', { plan: 'pro' }, { name: 'Bob', city: 'Beijing' });
      await send('eve', 'Signed Up', { plan: 'free' }, { name: 'Eve', city: 'Shanghai' });
      await canvas.card('Entry').getByText('2 entered').waitFor();
      await canvas.card('Conditions').getByText('2 entered').waitFor();
      await canvas.card('Message').getByText('1 entered').waitFor();
      const numbers = studio.page.locator('.sc-edge-count');
      await expect.poll(async () => (await numbers.allTextContents()).sort().join(' '), SOON).toBe('1 1 2 2');
    });

    it('tells of a contact which way it went and why, in both languages', async () => {
      const { page } = studio;
      await studio.open('/contacts');
      await page.getByPlaceholder('Name, e-mail, phone or user id').fill('Bob');
      await page.getByRole('link', { name: 'Bob' }).click();
      await page.getByText('None of the conditions holds').waitFor();
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByText('不符合任何条件').waitFor();
      await studio.open('/contacts?search=Ann');
      await page.getByRole('link', { name: 'Ann' }).click();
      await page.getByText('符合条件“In Shanghai”').waitFor();
      await page.getByText(/已发放券码 HI-/).waitFor();
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByText(/Code HI-\S+ was issued/).waitFor();
    });

    it('shows the message that arrived and the stock that fell', async () => {
      const { page } = studio;
      await studio.open('/inbox');
      await page.getByText('A gift for Shanghai').first().click();
      await page
        .getByText(/Your code: HI-/)
        .first()
        .waitFor();
      await studio.open('/incentives/coupons');
      await page.getByText('Welcome 20').click();
      await page.getByRole('cell', { name: /^HI-/ }).first().waitFor();
      const pools = await studio.api<{ items: { stock: object }[] }>('GET', '/api/coupon-pools');
      expect(pools.items[0]?.stock).toMatchObject({ total: 5, free: 4, issued: 1 });
    });

    it('pauses, resumes, and publishes a second version beside the first', async () => {
      const { page } = studio;
      await studio.open('/journeys');
      await page.getByText('Welcome', { exact: true }).click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
      await page.getByText('Paused', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.getByText('Live', { exact: true }).waitFor();
      await canvas.card('Wait').click();
      await canvas.inspector.getByLabel('How long').fill('3');
      await canvas.leave();
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.getByRole('dialog').getByText('Changed: Wait').waitFor();
      await page.getByRole('button', { name: 'Publish version 2' }).click();
      await page.getByText('Version 2 is live').waitFor();
      await canvas.choose(page.getByRole('combobox', { name: 'Version' }), 'Version 1');
      await canvas.card('Wait').getByText('Wait 2 seconds').waitFor();
      await canvas.card('Wait').click();
      expect(await canvas.inspector.getByLabel('How long').isDisabled()).toBe(true);
      expect(await page.getByRole('button', { name: 'Publish', exact: true }).count()).toBe(0);
      await page.getByRole('button', { name: 'Back to draft' }).click();
      await canvas.card('Wait').getByText('Wait 3 seconds').waitFor();
    });

    it('overwrites nobody: of two tabs the later one has to choose', async () => {
      const { page } = studio;
      const other = await studio.context.newPage();
      await studio.open(new URL(page.url()).pathname, other);
      const there = canvasOf(other);
      await there.drag('Exit', 60, 60);
      await there.saved();
      await canvas.drag('Webhook', 200, 60);
      await page.getByRole('alert').filter({ hasText: 'changed elsewhere' }).waitFor();
      await page.getByRole('button', { name: 'Load the other version' }).click();
      await canvas.card('Exit').waitFor();
      expect(await canvas.card('Webhook').count()).toBe(0);
      await other.close();
    });

    it('duplicates, archives and deletes journeys', async () => {
      const { page } = studio;
      await studio.open('/journeys');
      const menu = async (name: string, action: string) => {
        await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
        await page.getByRole('menuitem', { name: action }).click();
      };
      await menu('Welcome', 'Duplicate');
      await page.getByText('Welcome (2)').first().waitFor();
      await menu('Welcome (2)', 'Delete');
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await expect.poll(() => page.getByText('Welcome (2)', { exact: true }).count(), SOON).toBe(0);
      await menu('Welcome', 'Archive');
      await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
      await page.getByRole('cell', { name: 'Archived' }).waitFor();
    });

    it('without a single complaint of the browser', () => expect(studio.complaints).toEqual([]));
  },
  60_000,
);
