import { checkPluginManifest } from '@sojourn/plugin-sdk';
import { result, type Check } from '../check.js';

/** Issues that are about words: missing, in one language, with other holes than in the other one. */
const ABOUT_WORDS = /untitled|untranslated|enum-names|holes-differ/;

/** Every text that a person reads has both languages, with the same holes. */
export const locales: Check = {
  name: 'locales',
  run: async ({ project }) => {
    const issues = checkPluginManifest(project.manifest).filter(
      ({ code, pointer }) => ABOUT_WORDS.test(code) || /\/(en|zh-CN|locales)$/.test(pointer),
    );
    const texts = JSON.stringify(project.manifest).split('"zh-CN"').length - 1;
    return result(
      'locales',
      texts,
      'texts',
      issues.map(({ pointer, message }) => `${pointer}: ${message.en}`),
    );
  },
};
