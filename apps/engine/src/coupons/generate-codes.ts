import { randomInt } from 'node:crypto';

/** Without 0/O, 1/I/L and U: what is read aloud at a till is typed right. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Different random codes that cannot be guessed from one another. */
export function generateCodes(count: number, prefix: string, length: number): string[] {
  const codes = new Set<string>();
  // Asking for more codes than there are would never end: a few missing ones are the caller's to draw again.
  for (let draws = 0; codes.size < count && draws < count * 2; draws++) {
    let code = prefix;
    for (let i = 0; i < length; i++) code += ALPHABET[randomInt(ALPHABET.length)];
    codes.add(code);
  }
  return [...codes];
}
