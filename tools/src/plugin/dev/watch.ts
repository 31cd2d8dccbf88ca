import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const LOOK_MS = 150;
/** What is written by tools, or says nothing of what the plugin does. */
const IGNORED = /^(node_modules|dist|\.git|\.sojourn)$|\.(key|tgz)$|~$/;

/**
 * Calls `changed` with the files of a folder that were written, once they have been quiet for a look. It looks every now and then:
 * a plugin has few files, and editors that save by renaming are lost to the system's own watches. Answers how to end it.
 */
export function watchFolder(folder: string, changed: (files: readonly string[]) => void): () => void {
  let known = look(folder);
  let waiting = new Set<string>();
  const timer = setInterval(() => {
    const now = look(folder);
    const different = [...new Set([...known.keys(), ...now.keys()])].filter(
      (file) => known.get(file) !== now.get(file),
    );
    known = now;
    for (const file of different) waiting.add(file);
    if (different.length > 0 || waiting.size === 0) return;
    const told = [...waiting];
    waiting = new Set();
    changed(told);
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** Files by their path from the folder, with what changes when they are written. */
function look(folder: string, below = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
    if (IGNORED.test(entry.name)) continue;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) for (const [file, state] of look(folder, name)) found.set(file, state);
    else {
      const stat = statSync(path.join(folder, name), { throwIfNoEntry: false });
      if (stat) found.set(name, `${stat.ino} ${stat.mtimeMs} ${stat.size}`);
    }
  }
  return found;
}
