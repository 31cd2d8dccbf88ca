import type { LocalText } from '@sojourn/kernel';
import { CHINESE } from './words.zh.js';

/** The message in both languages: English as thrown, Chinese by code, with `{name}` filled from the details. */
export function wordsFor(code: string, english: string, details: Readonly<Record<string, unknown>>): LocalText {
  const template = CHINESE[code];
  const chinese = template?.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
  return { en: english, 'zh-CN': chinese ?? english };
}
