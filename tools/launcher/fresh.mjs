/** Is what was built still what the sources say? Answered from names, sizes and times alone: no file is read. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './runtime.mjs';

const cache = path.join(root, 'node_modules', '.cache', 'sojourn');

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.nx']);

/** One line for each source file below the folders; two equal prints mean nothing was touched. */
export function fingerprint(folders, base = root) {
  const hash = createHash('sha1');
  for (const folder of ['tsconfig.base.json', 'package-lock.json', ...folders]) visit(path.join(base, folder), hash);
  return hash.digest('hex');
}

function visit(place, hash) {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) {
    hash.update(`${place}\n${stats.size}\n${stats.mtimeMs}\n`);
    return;
  }
  for (const entry of readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (SKIPPED.has(entry.name) || /\.spec\.tsx?$|\.md$/.test(entry.name)) continue;
    visit(path.join(place, entry.name), hash);
  }
}

export function isFresh({ name, folders, output }) {
  const stamp = path.join(cache, `${name}.built`);
  if (!existsSync(path.join(root, output)) || !existsSync(stamp)) return false;
  return readFileSync(stamp, 'utf8') === fingerprint(folders);
}

/** `print` is the fingerprint from before the build: what changes meanwhile stays stale. */
export function markFresh({ name }, print) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(path.join(cache, `${name}.built`), print);
}
