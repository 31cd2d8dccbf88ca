import { checkManifest, nodeManifestsOf } from '@sojourn/plugin-sdk';
import { result, type Check } from '../check.js';

/** Every text that a person reads has both languages, with the same holes. */
export const locales: Check = {
  name: 'locales',
  run: async ({ project }) => {
    const issues = nodeManifestsOf(project.manifest).flatMap(checkManifest).filter(({ code }) => /language|locale|holes|text/.test(code)); // prettier-ignore
    const texts = JSON.stringify(project.manifest).split('"zh-CN"').length - 1;
    return result(
      'locales',
      texts,
      'texts',
      issues.map(({ pointer, message }) => `${pointer}: ${message.en}`),
    );
  },
};
