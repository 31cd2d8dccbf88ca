import type { Issue } from '@sojourn/kernel';
import { child } from '@sojourn/journey';
import { issue } from './issue.js';

const DEEPEST = 40;
const MOST_VALUES = 50_000;
const MOST_CHARACTERS = 512 * 1024;

/**
 * Whether a manifest is plain JSON of a bearable size and depth; what comes after may recurse. Walks without recursion, so that a
 * hostile one cannot make it overflow. Answers the first thing wrong, or null.
 */
export function unbearable(root: unknown): Issue | null {
  const stack: { readonly value: unknown; readonly at: string; readonly depth: number }[] = [
    { value: root, at: '', depth: 0 },
  ];
  let values = 0;
  let characters = 0;
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, at, depth } = next;
    if (typeof value === 'string') characters += value.length;
    if (++values > MOST_VALUES || characters > MOST_CHARACTERS)
      return issue('manifest.too-large', '', 'The manifest has more than 512 KiB.', '清单超过 512 KiB。');
    if (typeof value !== 'object' || value === null) continue;
    // A hostile path is long; its beginning says enough.
    if (depth >= DEEPEST)
      return issue('manifest.nested', at.slice(0, 200), `This is nested deeper than ${DEEPEST} levels.`, `嵌套超过 ${DEEPEST} 层。`); // prettier-ignore
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__')
        return issue('manifest.nested', at, 'A field cannot be called __proto__.', '字段不能叫 __proto__。');
      characters += key.length;
      stack.push({ value: item, at: child(at, key), depth: depth + 1 });
    }
  }
  return null;
}
