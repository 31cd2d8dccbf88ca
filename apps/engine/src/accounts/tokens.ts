import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, safe in a URL and a cookie. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token or key: with 256 random bits inside, a plain SHA-256 cannot be guessed back. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A key's text: `wk_` sends events, `sk_` uses the API. */
export function newKey(kind: 'write' | 'secret'): { readonly key: string; readonly prefix: string } {
  const key = `${kind === 'write' ? 'wk' : 'sk'}_${newToken()}`;
  return { key, prefix: key.slice(0, 11) };
}
