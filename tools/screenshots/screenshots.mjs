/**
 * `node tools/screenshots/screenshots.mjs`: the pictures of the documentation, taken from the demo workspace of an engine
 * with scratch data: canvas, contact and journeys, in both languages and both themes.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../launcher/chromium.mjs';
import { giveUp, root } from '../launcher/runtime.mjs';

const USAGE = `node tools/screenshots/screenshots.mjs [NAME ...]   writes docs/pictures/NAME-{en,zh}-{light,dark}.png

NAME             canvas, contact, journeys; without any, all of them
--only SUFFIX    only this one of en-light, en-dark, zh-light, zh-dark; may be given again
--to FOLDER      somewhere else than docs/pictures

Starts an engine of its own (npm start on a free port, scratch data) and needs a Chromium
(CHROMIUM_PATH=/path/to/chromium, else the usual places).`;

const SIZE = { width: 1440, height: 900 };
const MOST_BYTES = 300_000;
const PICTURES = { canvas, contact, journeys };
const LOOKS = ['en', 'zh'].flatMap((language) => ['light', 'dark'].map((theme) => ({ language, theme })));

const { names, only, folder } = read(process.argv.slice(2));
const executablePath = findChromium() ?? giveUp('No Chromium on this machine: install one or set CHROMIUM_PATH.');
mkdirSync(folder, { recursive: true });
const data = mkdtempSync(path.join(tmpdir(), 'sojourn-pictures-'));
const engine = spawn(process.execPath, [path.join(root, 'tools/launcher/start.mjs')], {
  env: { ...process.env, PORT: '0', HOST: '127.0.0.1', SOJOURN_DATA_DIR: data },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let browser;
try {
  const link = await signInLink(engine);
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const { storageState, places } = await signIn(link);
  for (const { language, theme } of LOOKS) {
    const suffix = `${language}-${theme}`;
    if (only.length > 0 && !only.includes(suffix)) continue;
    const context = await browser.newContext({ viewport: SIZE, storageState, reducedMotion: 'reduce' });
    await context.addInitScript(
      (preferences) => localStorage.setItem('sojourn.preferences', JSON.stringify(preferences)),
      {
        language: language === 'zh' ? 'zh-CN' : 'en',
        theme,
      },
    );
    const page = await context.newPage();
    for (const name of names) {
      await page.goto(new URL(places[name], link).href);
      await page.waitForLoadState('networkidle');
      await PICTURES[name](page);
      const file = path.join(folder, `${name}-${suffix}.png`);
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
      const { size } = statSync(file);
      console.log(`${path.relative(process.cwd(), file)}  ${Math.round(size / 1000)} KB`);
      if (size > MOST_BYTES) giveUp(`${file} is larger than ${MOST_BYTES / 1000} KB.`);
    }
    await context.close();
  }
} finally {
  await browser?.close();
  await ended(engine);
  rmSync(data, { recursive: true, force: true });
}

/** As it opens: the beginning of the journey at a size that can be read, its numbers running. */
async function canvas(page) {
  await page.locator('.react-flow__node').first().waitFor();
  await page.locator('.sc-count').first().waitFor();
}

async function contact(page) {
  await page.locator('.road-step').first().waitFor();
}

async function journeys(page) {
  await page.locator('.ant-table-row').first().waitFor();
}

/** Uses the link up, and finds what is worth a picture: the journey that most entered, and somebody who went all of its way. */
async function signIn(link) {
  const context = await browser.newContext();
  const ask = async (place, options) => {
    const answer = await context.request.fetch(new URL(place, link).href, options);
    if (!answer.ok()) throw new Error(`${place} answered ${answer.status()}: ${await answer.text()}`);
    return answer.json();
  };
  await ask('/api/session', { method: 'POST', data: { token: link.searchParams.get('token') } });
  const { items } = await ask('/api/journeys');
  const [most] = [...items].sort((a, b) => b.entered - a.entered);
  const runs = await ask(`/api/journeys/${most.id}/runs?state=ended`);
  const paths = await Promise.all(runs.items.slice(0, 40).map((run) => ask(`/api/contacts/${run.contact.id}/runs`)));
  const longest = paths
    .map((list, index) => ({
      steps: Math.min(12, list[0].path.length) + list.length,
      id: runs.items[index].contact.id,
    }))
    .sort((a, b) => b.steps - a.steps)[0];
  return {
    storageState: await context.storageState(),
    places: { canvas: `/journeys/${most.id}`, contact: `/contacts/${longest.id}`, journeys: '/journeys' },
  };
}

function signInLink(child) {
  return new Promise((resolve, reject) => {
    let words = '';
    child.stdout.on('data', (chunk) => {
      words += chunk;
      const found = /https?:\/\/\S+\/sign-in\?token=[\w-]+/.exec(words);
      if (found) resolve(new URL(found[0]));
    });
    child.once('exit', () => reject(new Error(`The engine ended before it printed a sign-in link:\n${words}`)));
  });
}

function ended(child) {
  if (child.exitCode !== null) return undefined;
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

function read(args) {
  const asked = { names: [], only: [], folder: path.join(root, 'docs/pictures') };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === '--help' || arg === '-h') {
      console.log(USAGE);
      process.exit(0);
    } else if (arg === '--only') asked.only.push(args[++at]);
    else if (arg === '--to') asked.folder = path.resolve(args[++at] ?? '.');
    else if (arg in PICTURES) asked.names.push(arg);
    else giveUp(`There is no picture "${arg}". ${USAGE}`);
  }
  if (asked.names.length === 0) asked.names = Object.keys(PICTURES);
  return asked;
}
