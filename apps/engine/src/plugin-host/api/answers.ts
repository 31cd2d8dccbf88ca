import type { Json, JsonObject, LocalText } from '@sojourn/kernel';

/** Reading what plugins answer: it may be anything. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: Json | undefined, longest: number): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, longest) : undefined;
}

const LONGEST = 500;

/** Words in both languages; where one is missing the other stands in. */
export function localText(value: Json | undefined): LocalText {
  const words = isObject(value) ? value : {};
  const en = textOf(words['en'], LONGEST);
  const chinese = textOf(words['zh-CN'], LONGEST);
  return { en: en ?? chinese ?? '-', 'zh-CN': chinese ?? en ?? '-' };
}
