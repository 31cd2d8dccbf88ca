import type { Issue } from '@sojourn/kernel';

/** An error in a `plugin.json`, told in both languages. `kind` is the second half of its code: `manifest.<kind>`. */
export function issue(code: `manifest.${string}`, pointer: string, en: string, zh: string): Issue {
  return { severity: 'error', code, pointer, message: { en, 'zh-CN': zh } };
}

/** A part of the manifest and where it lies: `{ node, at: '/nodes/0' }`. */
export interface At<Part> {
  readonly part: Part;
  readonly at: string;
}
