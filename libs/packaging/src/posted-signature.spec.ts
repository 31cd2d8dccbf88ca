import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isPostedSignature } from './posted-signature.js';

const text = '{"order":"鲜花"}';

describe('what was posted was signed', () => {
  it.each([
    ['hmac-sha256', 'sha256'],
    ['hmac-sha1', 'sha1'],
    ['hmac-sha512', 'sha512'],
  ] as const)('with %s, by whoever has the secret', (algorithm, hash) => {
    for (const encoding of ['hex', 'base64'] as const) {
      const signature = createHmac(hash, 'secret').update(text).digest(encoding);
      const of = { algorithm, texts: [text], signature, encoding };
      expect(isPostedSignature('secret', of)).toBe(true);
      expect(isPostedSignature('secreT', of)).toBe(false);
      expect(isPostedSignature('secret', { ...of, texts: [text, ' '] })).toBe(false);
      expect(isPostedSignature('secret', { ...of, signature: '' })).toBe(false);
    }
  });

  it('with an RSA key, known by its public half: PEM, or the bare base64 that payment providers hand out', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signature = sign('sha256', Buffer.from(text), privateKey).toString('base64');
    const of = { algorithm: 'rsa-sha256', texts: [text], signature, encoding: 'base64' } as const;
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const bare = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    expect([pem, bare].map((key) => isPostedSignature(key, of))).toEqual([true, true]);
    expect(isPostedSignature(bare, { ...of, texts: ['other'] })).toBe(false);
    expect(isPostedSignature('no key', of)).toBe(false);
    const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(isPostedSignature(other, of)).toBe(false);
  });

  it('with the SHA-1 of a token among sorted texts, as messengers do', () => {
    const parts = ['1700000000', 'nonce', 'ciphertext'];
    const signature = createHash('sha1').update(['token', ...parts].sort().join('')).digest('hex'); // prettier-ignore
    const of = { algorithm: 'sorted-sha1', texts: parts, signature, encoding: 'hex' } as const;
    expect(isPostedSignature('token', of)).toBe(true);
    expect(isPostedSignature('token', { ...of, texts: ['1700000001', 'nonce', 'ciphertext'] })).toBe(false);
    expect(isPostedSignature('other', of)).toBe(false);
  });
});
