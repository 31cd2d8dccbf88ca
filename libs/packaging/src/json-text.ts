import { refusal } from './refusal.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a file. Throws UserError `package.bad-text` when it is not UTF-8. */
export function textOf(path: string, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw refusal(`${path} is not UTF-8 text.`, { code: 'package.bad-text', path });
  }
}

/** Throws UserError `package.bad-json`. */
export function jsonOf(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(path, bytes));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refusal(`${path} is not JSON: ${error.message}.`, { code: 'package.bad-json', path });
  }
}
