import type { Json, JsonObject } from '@sojourn/kernel';
import { checkPluginManifest } from '@sojourn/plugin-sdk';
import { result, type Check } from '../check.js';
import { lookedAt } from '../looked-at.js';

/** Issues that are about words: missing, in one language, with other holes than in the other one. */
const ABOUT_WORDS = /untitled|untranslated|enum-names|holes-differ/;

/** Every text that a person reads has both languages, each in its own, with the same holes. */
export const locales: Check = {
  name: 'locales',
  run: async (bench) => {
    const { project } = bench;
    const issues = checkPluginManifest(project.manifest).filter(
      ({ code, pointer }) => ABOUT_WORDS.test(code) || /\/(en|zh-CN|locales)$/.test(pointer),
    );
    const texts = textsIn(project.manifest as unknown as Json, '');
    const told = new Set(issues.map(({ pointer }) => pointer));
    const asked = new Set(Object.values(await lookedAt(bench)).flatMap((looks) => looks.texts));
    const keys = Object.keys(project.manifest.texts ?? {});
    const found = result('locales', texts.length, 'texts', [
      ...issues.map(({ pointer, message }) => `${pointer}: ${message.en}`),
      ...texts.flatMap(({ at, words }) => foreign(words).filter(({ name }) => !told.has(`${at}/${name}`)).map(({ name, fault }) => `${at}/${name}: ${fault}`)), // prettier-ignore
      ...[...asked].filter((key) => !keys.includes(key)).map((key) => `ctx.t("${key}") has no words: people would read the key; add it to "texts" in plugin.json`), // prettier-ignore
    ]);
    const spare = keys.filter((key) => !asked.has(key)).map((key) => `no test asks for the text "${key}"`);
    return { ...found, notes: spare };
  },
};

interface Text {
  readonly at: string;
  readonly words: { readonly [language: string]: unknown };
}

/** Every object with words in it, and every title of a form with its Chinese twin. */
function textsIn(value: Json | undefined, at: string): Text[] {
  if (Array.isArray(value)) return value.flatMap((one: Json, index) => textsIn(one, `${at}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const object = value as JsonObject;
  const twin = object['x-zh-CN'] as JsonObject | undefined;
  if (typeof object['en'] === 'string' || typeof object['zh-CN'] === 'string') return [{ at, words: object }];
  return [
    ...['title', 'description'].flatMap((name): Text[] =>
      typeof object[name] === 'string' && typeof twin?.[name] === 'string'
        ? [{ at: `${at}/${name}`, words: { en: object[name], 'zh-CN': twin[name] } }]
        : [],
    ),
    ...Object.entries(object).flatMap(([key, one]) => textsIn(one, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)), // prettier-ignore
  ];
}

const CHINESE = /\p{Script=Han}/u;
/** Three words and more, or two of which one is no name: what a person would translate. */
const SENTENCE = /[A-Za-z]{2,}[^A-Za-z{}]+(?:[A-Za-z]{2,}[^A-Za-z{}]+[A-Za-z]{2,}|[a-z]{3,})/;

/** A language that nobody asked for, and words that stand in the place of another language's. */
function foreign(words: Text['words']): { readonly name: string; readonly fault: string }[] {
  const { en, 'zh-CN': zh, ...others } = words;
  const more = Object.keys(others).map((name) => ({ name, fault: 'The languages are en and zh-CN; remove it.' }));
  if (typeof en !== 'string' || typeof zh !== 'string') return more;
  const plain = zh.replaceAll(/\{[^{}]*\}/g, '');
  return [
    ...more,
    ...(!CHINESE.test(plain) && SENTENCE.test(plain) ? [{ name: 'zh-CN', fault: `"${zh.slice(0, 60)}" is not Chinese; translate it.` }] : []), // prettier-ignore
    ...(CHINESE.test(en) && !/[A-Za-z]{2,}/.test(en.replaceAll(/\{[^{}]*\}/g, '')) ? [{ name: 'en', fault: `"${en.slice(0, 60)}" is not English; translate it.` }] : []), // prettier-ignore
  ];
}
