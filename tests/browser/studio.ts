import AxeBuilder from '@axe-core/playwright';
import { findChromium } from '@sojourn/tools/launcher/chromium';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { startProgram, type Program } from './program.js';

export const executablePath = findChromium();

/** A browser before a running engine, and everything either complained of. */
export interface Studio {
  readonly program: Program;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What was thrown, printed as an error or answered with 5xx, on any page of the context. */
  readonly complaints: string[];
  /** Goes to a place and waits until nothing is being loaded. */
  open(place: string, page?: Page): Promise<void>;
  /** Signs in by the printed link, without a password, and leaves for the first page. */
  signIn(): Promise<void>;
  /** Another page that looks like this, in a browser profile of its own. */
  pageWith(look: Look, who?: { readonly signedIn: boolean }): Promise<Page>;
  /** A call of the API as the person who is signed in. */
  api<T>(method: string, place: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export interface Look {
  readonly language: 'en' | 'zh-CN';
  readonly theme: 'light' | 'dark';
}

const PROFILE: BrowserContextOptions = {
  viewport: { width: 1440, height: 900 },
  locale: 'en-US',
  // Nothing glides: what is clicked stands still.
  reducedMotion: 'reduce',
};

export async function openStudio(env: Readonly<Record<string, string>> = {}): Promise<Studio> {
  const program = await startProgram(env);
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({
      executablePath: executablePath!, // whoever calls has been skipped without one
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
    });
    return await studioOf(program, browser);
  } catch (error) {
    await browser?.close();
    await program.stop();
    throw error;
  }
}

async function studioOf(program: Program, browser: Browser): Promise<Studio> {
  const complaints: string[] = [];
  const profile = async (options: BrowserContextOptions) => {
    const context = await browser.newContext({ ...PROFILE, ...options });
    // On a machine with other work a page may stand still for a while.
    context.setDefaultTimeout(60_000);
    context.on('page', (page) => listen(page, complaints));
    return context;
  };
  const context = await profile({});
  const page = await context.newPage();
  const address = (place: string) => new URL(place, program.signIn).href;

  return {
    program,
    context,
    page,
    complaints,
    async open(place, on = page) {
      await on.goto(address(place));
      await on.waitForLoadState('networkidle');
    },
    async signIn() {
      await page.goto(program.signIn.href);
      await page.getByRole('button', { name: 'Later' }).click();
      await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
    },
    async pageWith(look, { signedIn } = { signedIn: true }) {
      const other = await profile(signedIn ? { storageState: await context.storageState() } : {});
      await other.addInitScript((chosen) => {
        // The sandboxed frame of a message has no storage, and needs none.
        if (window.origin === 'null') return;
        localStorage.setItem('sojourn.preferences', JSON.stringify({ ...chosen, navigationCollapsed: false }));
      }, look);
      return other.newPage();
    },
    async api<T>(method: string, place: string, body?: unknown): Promise<T> {
      const session = await page.request.get(address('/api/session'));
      const { csrfToken } = (await session.json()) as { csrfToken: string };
      const answer = await page.request.fetch(address(place), {
        method,
        headers: { 'x-csrf-token': csrfToken },
        ...(body !== undefined && { data: body }),
      });
      if (!answer.ok()) throw new Error(`${method} ${place}: ${answer.status()} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    async close() {
      await browser.close();
      await program.stop();
    },
  };
}

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    // A 4xx is the engine's answer, which the page shows in words; the browser prints it all the same.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(`printed: ${message.text().slice(0, 500)}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
}

/** Of a failed test, what was to be seen: a picture in the folder for temporary files. */
export function photographFailures(pageOf: () => Page | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const file = path.join(tmpdir(), `sojourn-browser-${task.name.replace(/\W+/g, '-').slice(0, 60)}.png`);
    await pageOf()?.screenshot({ path: file });
    console.log(`What the browser showed: ${file}`);
  });
}

/** Violations of WCAG 2.2 A and AA that axe calls serious or critical, a line for each place. */
export async function axeComplaints(page: Page, about: 'everything' | 'colours' = 'everything'): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (
    about === 'colours'
      ? axe.withRules(['color-contrast'])
      : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  ).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`));
}

/** The canvas and its panels, by what a person sees of them. */
export function canvasOf(page: Page) {
  const inspector = page.getByRole('complementary', { name: /^(Settings of|Entry$)/ });
  const card = (name: string): Locator => page.locator('.react-flow__node').filter({ hasText: name });
  const way = (from: Locator, outcome: string): Locator =>
    from.locator('.sc-way').filter({ has: page.getByText(outcome, { exact: true }) });
  return {
    inspector,
    card,
    /** Drags a step from the palette to a place on bare canvas, in pixels from its corner. */
    async drag(step: string, x: number, y: number): Promise<void> {
      await page
        .getByRole('complementary', { name: 'Steps' })
        .getByRole('button', { name: step, exact: true })
        .dragTo(page.locator('.react-flow__pane'), { targetPosition: { x, y } });
      await card(step).last().waitFor();
    },
    /** Draws an edge with the mouse, from a way out of one card to the other card. */
    async connect(from: Locator, outcome: string, to: Locator): Promise<void> {
      const edges = await page.locator('.react-flow__edge').count();
      await way(from, outcome)
        .locator('.react-flow__handle')
        .dragTo(to.locator('.react-flow__handle.target'), { force: true });
      await page.locator('.react-flow__edge').nth(edges).waitFor({ state: 'attached' });
    },
    /** Opens a select and takes the option with these words. */
    async choose(field: Locator, words: string): Promise<void> {
      await field.click();
      await page.locator('.ant-select-item-option:visible', { hasText: words }).first().click();
    },
    saved: () => page.getByRole('status').filter({ hasText: 'Saved at' }).waitFor(),
    /** Empty canvas, so that no step is selected. */
    async leave(): Promise<void> {
      await page.locator('.react-flow__pane').click({ position: { x: 4, y: 4 } });
    },
  };
}
