import type { Issue, LocalText } from '@sojourn/kernel';
import { child } from './pointer.js';

/** Deeper than any drawing needs: conditions nest a dozen levels at most. */
export const MAX_DEPTH = 40;
const MAX_VALUES = 200_000;
const MAX_TEXT = 4_000_000;
/** Keys that reach into JavaScript's own objects when code copies them carelessly. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Whether a value is plain JSON of a bearable size and depth. Everything after this may recurse.
 * Answers the first thing wrong, or null. Walks without recursion, so it cannot be made to overflow.
 */
export function guardJson(root: unknown): Issue | null {
  const stack: { readonly value: unknown; readonly pointer: string; readonly depth: number }[] = [
    { value: root, pointer: '', depth: 0 },
  ];
  let values = 0;
  let text = 0;
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { value, pointer, depth } = at;
    values += 1;
    if (typeof value === 'string') text += value.length;
    if (values > MAX_VALUES || text > MAX_TEXT) return issue('document.too-large', pointer, tooLarge);
    if (!isJsonValue(value)) return issue('document.not-json', pointer, notJson);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) return issue('document.too-deep', pointer, tooDeep);
    if (Array.isArray(value)) {
      value.forEach((item, index) => stack.push({ value: item, pointer: child(pointer, index), depth: depth + 1 }));
      continue;
    }
    for (const key of Object.keys(value)) {
      if (FORBIDDEN_KEYS.has(key)) return issue('document.forbidden-key', child(pointer, key), forbidden(key));
      text += key.length;
      const item = (value as Record<string, unknown>)[key];
      // An absent field that a form left as undefined is written as nothing at all.
      if (item !== undefined) stack.push({ value: item, pointer: child(pointer, key), depth: depth + 1 });
    }
  }
  return null;
}

function isJsonValue(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return (
    typeof value === 'object' && (Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]')
  );
}

function issue(code: string, pointer: string, message: LocalText): Issue {
  // A hostile path is thousands of steps long; its beginning says enough.
  return { severity: 'error', code, message, pointer: pointer.slice(0, 200) };
}

const tooDeep: LocalText = {
  en: `The document is nested deeper than ${MAX_DEPTH} levels. Simplify the conditions or the configuration at this place.`,
  'zh-CN': `文档嵌套超过 ${MAX_DEPTH} 层，请简化此处的条件或配置。`,
};
const tooLarge: LocalText = {
  en: 'The document is too large to be read. Split the journey, or shorten its texts.',
  'zh-CN': '文档过大，无法读取。请拆分旅程或精简其中的文案。',
};
const notJson: LocalText = {
  en: 'The document holds a value that is not JSON (such as NaN, a function or a date object).',
  'zh-CN': '文档中有不属于 JSON 的内容（例如 NaN、函数或日期对象）。',
};
const forbidden = (key: string): LocalText => ({
  en: `The key "${key}" is not allowed in a document. Rename it.`,
  'zh-CN': `文档中不允许使用键名“${key}”，请改名。`,
});
