import { watch } from 'node:fs';
import path from 'node:path';

const QUIET_MS = 80;
/** What is written by tools, or says nothing of what the plugin does. */
const IGNORED = /(^|[\\/])(node_modules|dist|\.git|\.sojourn)([\\/]|$)|\.(key|tgz)$|~$/;

/** Calls `changed` with the files of a folder that were written, once they have been quiet for a moment. Answers how to end it. */
export function watchFolder(folder: string, changed: (files: readonly string[]) => void): () => void {
  let files = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, (_, name) => {
    if (name === null || IGNORED.test(name)) return;
    files.add(name.split(path.sep).join('/'));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const told = [...files];
      files = new Set();
      changed(told);
    }, QUIET_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
