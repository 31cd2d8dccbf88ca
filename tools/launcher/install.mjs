/** Packages: are those of the lock file there, and if not, fetch them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './child.mjs';
import { giveUp, root } from './runtime.mjs';

export function isInstalled() {
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  if (wanted === null || present === null || !covers(present, wanted)) return false;
  // npm's list does not notice that a room was removed and checked out again without the packages inside it.
  const inRooms = Object.keys(present).filter(
    (folder) => /[^/]\/node_modules\//.test(folder) && !folder.startsWith('node_modules/'),
  );
  return inRooms.every((folder) => existsSync(path.join(root, folder)));
}

/**
 * npm keeps its own list of what it installed. It must hold every package of the lock in the same version;
 * only optional ones may be missing (those of other platforms), and those that npm marks as not needed.
 */
export function covers(present, wanted) {
  return Object.entries(wanted).every(([folder, { version, optional, link, extraneous }]) => {
    if (!folder.includes('node_modules/')) return true;
    const found = present[folder];
    if (found === undefined) return optional === true || extraneous === true;
    return link === true || found.version === version;
  });
}

export async function install({ quiet = false } = {}) {
  if (isInstalled()) return;
  console.error('Fetching packages with "npm ci" (a few minutes the first time) ...');
  // Production settings of the shell must not leave out the compiler or our Node.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const code = npm
    ? await run(process.execPath, [npm, ...args], { quiet })
    : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { quiet }).catch(() =>
        giveUp('npm was not found: install Node with npm (https://nodejs.org) and run the command again.'),
      );
  if (code !== 0)
    giveUp('The packages could not be fetched: see npm’s words above, check the network, and run the command again.');
}

function packagesIn(file) {
  const full = path.join(root, file);
  return existsSync(full) ? JSON.parse(readFileSync(full, 'utf8')).packages : null;
}
