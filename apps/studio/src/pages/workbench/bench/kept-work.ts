import { EXAMPLES, type Work } from './examples.js';

const KEY = 'sojourn.workbench';

/** What was written here before, in this browser; the first example else. */
export function keptWork(): Work {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Work> | null;
    if (
      typeof kept?.manifest === 'string' &&
      typeof kept.code === 'string' &&
      (kept.kind === 'code' || kept.kind === 'declarative')
    )
      // prettier-ignore
      return { kind: kept.kind, manifest: kept.manifest, code: kept.code };
  } catch {
    // What cannot be read is as good as nothing.
  }
  return EXAMPLES.code;
}

export function keepWork(work: Work): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(work));
  } catch {
    // A browser without room keeps it as long as the page is open.
  }
}
