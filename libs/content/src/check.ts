import type { Issue } from '@sojourn/kernel';
import { failureOf } from './failure.js';
import { liquidEngine } from './liquid.js';

const engine = liquidEngine({ html: false });

/** What is wrong with a Liquid source before any contact is at hand: syntax, unknown tags and filters. Pointers are empty. */
export function checkTemplate(source: string): Issue[] {
  try {
    engine.parse(source);
    return [];
  } catch (error) {
    const { line, message } = failureOf(error);
    return [
      {
        severity: 'error',
        code: 'content.bad-liquid',
        message: { en: `Line ${line} of the template: ${message}.`, 'zh-CN': `模板第 ${line} 行有误：${message}。` },
        pointer: '',
      },
    ];
  }
}

/** The variables a template expects, `contact.attributes.name`; none when it cannot be parsed. */
export function variablesOf(source: string): string[] {
  try {
    return engine.globalFullVariablesSync(source);
  } catch {
    return []; // checkTemplate says why
  }
}
