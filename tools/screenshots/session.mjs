/** What every picture needs: an engine of its own on scratch data, somebody signed in, a browser in each look. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../launcher/chromium.mjs';
import { giveUp, root } from '../launcher/runtime.mjs';

const SIZE = { width: 1440, height: 900 };
const MOST_BYTES = 300_000;
const LOOKS = ['en', 'zh'].flatMap((language) => ['light', 'dark'].map((theme) => ({ language, theme })));

/**
 * Runs `job` with a session: `ask(place, options)` calls the API, `eachLook(only, job)` opens a page in every look that was asked
 * for, `photograph(page, file)` writes a picture and refuses one that is too large.
 */
export async function withSession(env, job) {
  const executablePath = findChromium() ?? giveUp('No Chromium on this machine: install one or set CHROMIUM_PATH.');
  const data = mkdtempSync(path.join(tmpdir(), 'sojourn-pictures-'));
  const engine = spawn(process.execPath, [path.join(root, 'tools/launcher/start.mjs')], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', SOJOURN_DATA_DIR: data, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let browser;
  try {
    const link = await signInLink(engine);
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    await job(await sessionOf(browser, link));
  } finally {
    await browser?.close();
    await ended(engine);
    rmSync(data, { recursive: true, force: true });
  }
}

/** Uses the link up. */
async function sessionOf(browser, link) {
  const context = await browser.newContext();
  let csrf;
  const address = (place) => new URL(place, link).href;
  const ask = async (place, options = {}) => {
    const answer = await context.request.fetch(address(place), {
      ...options,
      headers: { ...(csrf && { 'x-csrf-token': csrf }), ...options.headers },
    });
    if (!answer.ok()) throw new Error(`${place} answered ${answer.status()}: ${await answer.text()}`);
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  await ask('/api/session', { method: 'POST', data: { token: link.searchParams.get('token') } });
  csrf = (await ask('/api/session')).csrfToken;
  const storageState = await context.storageState();
  return {
    ask,
    async go(page, place) {
      await page.goto(address(place));
      await page.waitForLoadState('networkidle');
    },
    async eachLook(only, job) {
      for (const { language, theme } of LOOKS) {
        const suffix = `${language}-${theme}`;
        if (only.length > 0 && !only.includes(suffix)) continue;
        const own = await browser.newContext({ viewport: SIZE, storageState, reducedMotion: 'reduce' });
        await own.addInitScript(
          (preferences) => localStorage.setItem('sojourn.preferences', JSON.stringify(preferences)),
          { language: language === 'zh' ? 'zh-CN' : 'en', theme },
        );
        await job(await own.newPage(), suffix);
        await own.close();
      }
    },
    async photograph(page, file) {
      mkdirSync(path.dirname(file), { recursive: true });
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
      const { size } = statSync(file);
      console.log(`${path.relative(process.cwd(), file)}  ${Math.round(size / 1000)} KB`);
      if (size > MOST_BYTES) giveUp(`${file} is larger than ${MOST_BYTES / 1000} KB.`);
    },
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

/** `NAME ... --only SUFFIX --to FOLDER` of a command line; without a name all of them. */
export function readArgs(args, names, usage) {
  const asked = { names: [], only: [], folder: path.join(root, 'docs/pictures') };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === '--help' || arg === '-h') {
      console.log(usage);
      process.exit(0);
    } else if (arg === '--only') asked.only.push(args[++at]);
    else if (arg === '--to') asked.folder = path.resolve(args[++at] ?? '.');
    else if (names.includes(arg)) asked.names.push(arg);
    else giveUp(`There is no picture "${arg}". ${usage}`);
  }
  if (asked.names.length === 0) asked.names = [...names];
  return asked;
}
