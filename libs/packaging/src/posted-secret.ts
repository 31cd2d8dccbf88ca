import { createDecipheriv } from 'node:crypto';

/** What a messenger has encrypted, and for whom. */
export interface OpenedPosting {
  readonly text: string;
  /** The name that the messenger knows the receiver by. */
  readonly receiver: string;
}

const RANDOM = 16;
const LENGTH = 4;
const BLOCK = 32;

/**
 * Opens what WeChat and WeCom encrypt: AES-256-CBC, the key being the base64 of 43 characters that was agreed on, its first half the
 * initial vector; inside are 16 bytes of chance, the length, the text and the receiver. Undefined for what is not that.
 */
export function openPosting(key: string, text: string): OpenedPosting | undefined {
  try {
    const secret = Buffer.from(`${key}=`, 'base64');
    const decipher = createDecipheriv('aes-256-cbc', secret, secret.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]);
    const padding = padded.at(-1) ?? 0;
    if (padding < 1 || padding > BLOCK) return undefined;
    const plain = padded.subarray(RANDOM, padded.length - padding);
    const end = LENGTH + plain.readUInt32BE(0);
    if (end > plain.length) return undefined;
    const [inner, receiver] = [plain.subarray(LENGTH, end), plain.subarray(end)];
    return { text: inner.toString('utf8'), receiver: receiver.toString('utf8') };
  } catch {
    return undefined; // another key, or nothing that was encrypted
  }
}
