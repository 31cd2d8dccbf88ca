export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' };

/** Texts of a tree: leaves are strings. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

const FILES = import.meta.glob<Texts>('../locales/*.json', { eager: true, import: 'default' });

/** `locales/en.json` is namespace `studio`; `locales/editor.en.json` is namespace `editor`. */
export function resources(): Record<Language, Record<string, Texts>> {
  const all: Record<Language, Record<string, Texts>> = { en: {}, 'zh-CN': {} };
  for (const [path, texts] of Object.entries(FILES)) {
    const parts = path
      .replace(/^.*\//, '')
      .replace(/\.json$/, '')
      .split('.');
    const language = parts.at(-1) as Language;
    const namespace = parts.length > 1 ? parts[0] : 'studio';
    if (LANGUAGES.includes(language) && namespace) all[language][namespace] = texts;
  }
  return all;
}
