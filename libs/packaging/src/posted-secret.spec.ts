import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openPosting } from './posted-secret.js';

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
function encrypted(text: string, receiver: string, key = KEY): string {
  const [secret, words] = [Buffer.from(`${key}=`, 'base64'), Buffer.from(text)];
  const length = Buffer.alloc(4);
  length.writeUInt32BE(words.length);
  const plain = Buffer.concat([Buffer.alloc(16, 7), length, words, Buffer.from(receiver)]);
  const padding = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', secret, secret.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(padding, padding)])), cipher.final()]).toString('base64'); // prettier-ignore
}

describe('what a messenger has encrypted', () => {
  it('is opened with the key that was agreed on, and says for whom it is', () => {
    const text = '<xml><Event>关注</Event></xml>';
    expect(openPosting(KEY, encrypted(text, 'ww1234'))).toEqual({ text, receiver: 'ww1234' });
    expect(openPosting(KEY, encrypted('', ''))).toEqual({ text: '', receiver: '' });
  });

  it.each([
    ['another key', encrypted('hello', 'ww1', `Z${KEY.slice(1)}`)],
    ['nothing', ''],
    ['no base64', '§§§'],
    ['half of it', encrypted('hello', 'ww1').slice(0, 40)],
  ])('stays shut with %s', (_, text) => expect(openPosting(KEY, text)).toBeUndefined());

  it('stays shut with a key that is none', () => expect(openPosting('short', encrypted('a', 'b'))).toBeUndefined());
});
