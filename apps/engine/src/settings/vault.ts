import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { OperationalError } from '@sojourn/kernel';

/**
 * Keeps credentials: AES-256-GCM under a key of the workspace's own, derived from the master key (HKDF-SHA-256), with the
 * workspace and the name bound in, so that a ciphertext copied elsewhere does not open.
 * Text form: `v1.<nonce>.<tag>.<ciphertext>`, base64url.
 */
export class Vault {
  readonly #master: Buffer;

  constructor(master: Buffer) {
    this.#master = master;
  }

  seal(workspaceId: number, name: string, plain: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keyOf(workspaceId), nonce).setAAD(bound(workspaceId, name));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return ['v1', ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
  }

  /** Throws OperationalError `vault.cannot-open` when the key is another one or the text was changed. */
  open(workspaceId: number, name: string, text: string): string {
    const [version, nonce, tag, sealed] = text.split('.');
    try {
      if (version !== 'v1') throw new Error(`unknown form ${version}`);
      const decipher = createDecipheriv(
        'aes-256-gcm',
        this.#keyOf(workspaceId),
        Buffer.from(nonce ?? '', 'base64url'),
        { authTagLength: 16 },
      );
      decipher.setAAD(bound(workspaceId, name)).setAuthTag(Buffer.from(tag ?? '', 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(sealed ?? '', 'base64url')), decipher.final()]).toString(
        'utf8',
      );
    } catch (cause) {
      throw new OperationalError(
        `The stored credential ${name} cannot be opened. Start with the SOJOURN_SECRET_KEY it was stored under, or enter it again.`,
        { code: 'vault.cannot-open', cause, details: { name } },
      );
    }
  }

  #keyOf(workspaceId: number): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#master, Buffer.alloc(0), `sojourn workspace ${workspaceId}`, 32));
  }
}

function bound(workspaceId: number, name: string): Buffer {
  return Buffer.from(`${workspaceId}/${name}`);
}
