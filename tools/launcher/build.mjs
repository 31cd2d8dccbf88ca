/** `npm run build`: installs and builds what is stale; `--force` builds everything. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { fingerprint, isFresh, markFresh } from './fresh.mjs';
import { install, isInstalled } from './install.mjs';
import { giveUp, requireLaunchable, requireNode, root } from './runtime.mjs';

const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
const vite = path.join(root, 'node_modules/vite/bin/vite.js');

const inNode = readdirSync(path.join(root, 'libs'))
  .filter((name) => !['canvas', 'ui'].includes(name))
  .map((name) => `libs/${name}`);

export const engine = {
  name: 'engine',
  words: 'the engine',
  folders: ['apps/engine', ...inNode, 'plugins'],
  output: 'apps/engine/dist/main.js',
  command: [tsc, '-b', 'apps/engine'],
};

export const studio = {
  name: 'studio',
  words: 'the studio',
  folders: ['apps/studio', 'libs/canvas', 'libs/ui', 'libs/journey', 'libs/rules', 'libs/kernel', 'libs/plugin-sdk'],
  output: 'apps/studio/dist/index.html',
  command: [vite, 'build', '--logLevel', 'warn'],
  cwd: path.join(root, 'apps/studio'),
};

export const cli = {
  name: 'cli',
  words: 'the command line',
  folders: ['tools/src', 'tools/tsconfig.json', 'apps/engine', ...inNode, 'plugins'],
  output: 'tools/dist/cli/main.js',
  command: [tsc, '-b', 'tools'],
};

/** Installs and builds what is needed for `targets`; costs a few milliseconds when all is fresh. Answers the Node to use. */
export async function prepare(targets, { quiet = false, force = false } = {}) {
  requireLaunchable();
  const isReady = () => !force && isInstalled() && targets.every(isFresh);
  if (!isReady()) {
    const unlock = await lock();
    try {
      await install({ quiet });
      const stale = targets.filter((target) => force || !isFresh(target));
      if (!(await build(stale, { quiet }))) giveUp('The build failed: see the words above.');
    } finally {
      unlock();
    }
  }
  return requireNode();
}

/** Builds and answers whether all went well. The compiler runs once at a time (its targets overlap), Vite beside it. */
export async function build(targets, { quiet = false } = {}) {
  const node = requireNode();
  const compiled = targets.filter(({ command }) => command[0] === tsc);
  const bundled = targets.filter(({ command }) => command[0] !== tsc);
  const one = async (target) => {
    const started = performance.now();
    const print = fingerprint(target.folders);
    console.error(`Building ${target.words} ...`);
    const code = await run(node, target.command, { cwd: target.cwd ?? root, env: { NODE_ENV: 'production' }, quiet });
    const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    if (code === 0) markFresh(target, print);
    console.error(code === 0 ? `Built ${target.words} in ${took}` : `Building ${target.words} failed after ${took}`);
    return code === 0;
  };
  const inTurn = async (list) => {
    for (const target of list) if (!(await one(target))) return false;
    return true;
  };
  return (await Promise.all([inTurn(compiled), inTurn(bundled)])).every(Boolean);
}

/** Two starts at once must not install or build into each other: the second waits for the first. */
async function lock() {
  // Not below node_modules: `npm ci` begins by emptying that.
  const file = path.join(tmpdir(), `sojourn-build-${createHash('sha1').update(root).digest('hex').slice(0, 12)}`);
  for (let said = false; ;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      const remove = () => rmSync(file, { force: true });
      process.once('exit', remove);
      return remove;
    } catch (error) {
      if (error.code !== 'EEXIST')
        giveUp(`Cannot write ${file} (${error.code}): make that folder writable or set TMPDIR to one that is.`);
    }
    if (!isAlive(file)) rmSync(file, { force: true });
    else if (!said) {
      console.error('Another Sojourn command is building; waiting for it ...');
      said = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A lock left behind by a process that is no more does not count. */
function isAlive(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--help')) {
    console.log(
      'npm run build [-- --force]\n\nInstalls packages if needed and builds engine, studio and command line when they are stale.',
    );
  } else {
    await prepare([engine, studio, cli], { force: process.argv.includes('--force') });
  }
}
