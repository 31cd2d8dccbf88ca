import { settings, type Database, type Reader } from '@sojourn/storage';
import type { Config } from '../config/config.js';
import type { Vault } from './vault.js';

export const MAIL_SETTING = 'mail';
/** Name of the secret that holds the mail server's password. */
export const MAIL_PASSWORD = 'mail.password';

/** What the `mail` setting holds; the password lies apart, encrypted. */
export interface StoredMail {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string;
  readonly from: string;
}

/** What nodemailer wants of a server, and the sender. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly from: string;
}

export function readMailSettings(read: Reader, workspaceId: number): Promise<StoredMail | undefined> {
  return settings.read<StoredMail>(read, workspaceId, MAIL_SETTING);
}

/** The workspace's own mail server, else the engine's default, else undefined. */
export async function mailServerOf(
  {
    database,
    vault,
    config,
  }: { readonly database: Database; readonly vault: Vault; readonly config: Pick<Config, 'smtpUrl' | 'mailFrom'> },
  workspaceId: number,
): Promise<MailServer | undefined> {
  const stored = await readMailSettings(database.read, workspaceId);
  if (!stored) return config.smtpUrl ? fromUrl(config.smtpUrl, config.mailFrom ?? 'sojourn@localhost') : undefined;
  const sealed = await settings.readSecret(database.read, workspaceId, MAIL_PASSWORD);
  const pass = sealed ? vault.open(workspaceId, MAIL_PASSWORD, sealed) : '';
  const { host, port, secure, user, from } = stored;
  return { host, port, secure, from, ...(user ? { auth: { user, pass } } : {}) };
}

function fromUrl(smtpUrl: string, from: string): MailServer {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname,
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    from,
    ...(user ? { auth: { user, pass: decodeURIComponent(url.password) } } : {}),
  };
}
