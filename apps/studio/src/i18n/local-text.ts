import type { Language } from './resources.js';

/** A text that carries its languages with it, as manifests and errors do. */
export type LocalText = string | { readonly en: string; readonly 'zh-CN': string };

export function localText(text: LocalText | undefined, language: Language): string {
  if (text === undefined) return '';
  return typeof text === 'string' ? text : (text[language] ?? text.en);
}

/** Fills `{name}` holes; a hole without a value stays visible as `–`, so that no reader sees a brace. */
export function fill(text: string, params: Readonly<Record<string, unknown>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => show(params[name]));
}

function show(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
