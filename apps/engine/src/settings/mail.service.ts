import { Inject, Injectable } from '@nestjs/common';
import { messageOf, UserError, type Clock } from '@sojourn/kernel';
import { recordAudit, settings, type Database } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import type { Config } from '../config/config.js';
import { CLOCK, CONFIG, DATABASE, VAULT } from '../ports.js';
import { mailServerOf, readMailSettings, MAIL_PASSWORD, MAIL_SETTING, type StoredMail } from './mail-server.js';
import type { MailSettings, MailSettingsView, MailTestResult } from './mail.dto.js';
import type { Vault } from './vault.js';

const NOTHING: StoredMail = { host: '', port: 587, secure: false, user: '', from: '' };
const TEST_TIMEOUT_MS = 10_000;

@Injectable()
export class MailService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(VAULT) private readonly vault: Vault,
  ) {}

  async view(workspaceId: number): Promise<MailSettingsView> {
    const stored = await readMailSettings(this.database.read, workspaceId);
    const password = await settings.readSecret(this.database.read, workspaceId, MAIL_PASSWORD);
    return {
      ...(stored ?? NOTHING),
      configured: stored !== undefined || this.config.smtpUrl !== undefined,
      hasPassword: password !== undefined,
    };
  }

  async change(
    caller: Caller,
    { password, user = '', host, port, secure, from }: MailSettings,
  ): Promise<MailSettingsView> {
    const { workspaceId, userId } = caller;
    const stored: StoredMail = { host, port, secure, user, from };
    await this.database.inTransaction(async (tx) => {
      await settings.write(tx, workspaceId, MAIL_SETTING, stored);
      if (password !== undefined)
        await settings.writeSecret(
          tx,
          workspaceId,
          MAIL_PASSWORD,
          password === '' ? null : this.vault.seal(workspaceId, MAIL_PASSWORD, password),
        );
      await recordAudit(tx, {
        workspaceId,
        userId,
        at: this.clock.now(),
        action: 'mail.changed',
        subject: 'mail',
        details: { host, port, secure, user, from, passwordChanged: password !== undefined },
      });
    });
    return this.view(workspaceId);
  }

  /** Sends a mail now and says what the server answered; a refusal is an answer, not an error. */
  async test(workspaceId: number, to: string): Promise<MailTestResult> {
    const server = await mailServerOf({ database: this.database, vault: this.vault, config: this.config }, workspaceId);
    if (!server)
      throw new UserError('No mail server is set. Enter one in Settings and save.', {
        code: 'mail.not-configured',
        status: 409,
      });
    const { createTransport } = await import('nodemailer');
    const { from, ...connection } = server;
    const transport = createTransport({
      ...connection,
      connectionTimeout: TEST_TIMEOUT_MS,
      greetingTimeout: TEST_TIMEOUT_MS,
      socketTimeout: TEST_TIMEOUT_MS,
    });
    try {
      const sent = await transport.sendMail({
        from,
        to,
        subject: 'Sojourn test mail / 测试邮件',
        text: 'Mail from Sojourn arrives. / Sojourn 的邮件可以正常送达。',
      });
      return { ok: true, reply: sent.response };
    } catch (error) {
      return { ok: false, reply: messageOf(error).slice(0, 1_000) };
    } finally {
      transport.close();
    }
  }
}
