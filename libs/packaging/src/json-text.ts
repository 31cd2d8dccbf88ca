import { refusal } from './refusal.js';

// A byte order mark is kept: the text that is stored must have the hash that was signed.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

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
  const text = textOf(path, bytes);
  if (text.startsWith('\uFEFF'))
    throw refusal(`${path} begins with a byte order mark. Save it as UTF-8 without one.`, { code: 'package.bad-json', path }); // prettier-ignore
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refusal(`${path} is not JSON: ${error.message}.`, { code: 'package.bad-json', path });
  }
}
