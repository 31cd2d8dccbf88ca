import type { AddressInfo } from 'node:net';
import type { OutboxItem } from '@sojourn/execution';
import { insertInboxMessages, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handed, NOW, outboxItem } from './items.spec-kit.js';
import type { MailServer } from './mail-transports.js';
import { createMessageCourier, type MessageCourierParts } from './message-courier.js';

const { createRenderer } = await import('@sojourn/content');
const renderer = createRenderer();
const content = {
  subject: 'Hi {{ contact.attributes.name }}',
  body: 'Code {{ coupon.code }}',
  format: 'text' as const,
};
const data = {
  contact: { id: 1, email: 'ana@example.test', attributes: { name: 'Ana' } },
  event: null,
  coupon: { code: 'A-1' },
};
const message = (id: number, more: object = {}, item: Partial<OutboxItem> = {}): OutboxItem =>
  outboxItem(id, { kind: 'message', channel: 'mail', content, data, ...more }, item);

describe('mail', () => {
  const received: { to: string[]; raw: string }[] = [];
  let smtp: SMTPServer;
  let server: MailServer;
  let courier: ReturnType<typeof createMessageCourier>;
  const parts = (more: Partial<MessageCourierParts> = {}): MessageCourierParts => ({
    mailServer: async () => server,
    renderer: async () => renderer,
    keep: async () => {},
    ...more,
  });
  const to = (email: string | null) => ({ data: { ...data, contact: { ...data.contact, email } } });
  const send = async (item: OutboxItem, from = courier) => (await handed(from, [item]))[0]!;

  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onAuth: (_auth, _session, done) => done(new Error('wrong password')),
      onRcptTo({ address }, session, done) {
        const code = Number(/^(\d{3})@/.exec(address)?.[1] ?? 0);
        if (address.startsWith('hangup@'))
          return void (
            session as unknown as { id: string },
            smtp.connections.forEach((c) => (c as unknown as { _socket: { destroy(): void } })._socket.destroy())
          );
        if (code) return done(Object.assign(new Error('no'), { responseCode: code }));
        done();
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          if (recipients[0]?.startsWith('midway@'))
            return smtp.connections.forEach((c) =>
              (c as unknown as { _socket: { destroy(): void } })._socket.destroy(),
            );
          received.push({ to: recipients, raw: Buffer.concat(chunks).toString() });
          done();
        });
      },
    });
    smtp.on('error', () => {});
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    server = {
      host: '127.0.0.1',
      port: (smtp.server.address() as AddressInfo).port,
      secure: false,
      from: 'Tea <hello@tea.example>',
    };
    courier = createMessageCourier(parts());
  });
  beforeEach(() => void (received.length = 0));
  afterAll(async () => {
    courier.close();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  });

  it('is rendered and sent, with an id derived from the key and a way out', async () => {
    expect(await send(message(1))).toEqual({ id: 1, at: NOW, attempt: 1, final: { status: 'delivered' } });
    const [{ to: recipients, raw }] = received as [(typeof received)[0]];
    expect(recipients).toEqual(['ana@example.test']);
    expect(raw).toMatch(/^Subject: Hi Ana\r$/m);
    expect(raw).toMatch(/^From: Tea <hello@tea.example>\r$/m);
    expect(raw).toMatch(/^List-Unsubscribe: <mailto:hello@tea.example\?subject=unsubscribe%201>\r$/m);
    expect(raw).toMatch(/Code A-1/);
    const id = /^Message-ID: (<[0-9a-f]{32}@tea\.example>)\r$/m.exec(raw)?.[1];
    expect(id).toBeDefined();
    await send(message(1));
    expect(received[1]!.raw).toContain(id);
  });

  it('offers one click where there is an address for it', async () => {
    const one = createMessageCourier(
      parts({ unsubscribeUrl: ({ contactId }) => `https://tea.example/u/${contactId}` }),
    );
    await send(message(1), one);
    one.close();
    expect(received[0]!.raw.replace(/\r\n\s+/g, ' ')).toMatch(
      /List-Unsubscribe: <https:\/\/tea\.example\/u\/1>, <mailto:.*\r\n[\s\S]*List-Unsubscribe-Post: List-Unsubscribe=One-Click/,
    );
  });

  it('designed in MJML carries HTML and its words', async () => {
    const body =
      '<mjml><mj-body><mj-section><mj-column><mj-text>Hallo {{ contact.name }}</mj-text></mj-column></mj-section></mj-body></mjml>';
    await send(message(1, { content: { subject: 'x', body, format: 'mjml' } }));
    expect(received[0]!.raw).toMatch(/multipart\/alternative/);
    expect(received[0]!.raw).toMatch(/text\/plain[\s\S]*Hallo Ana[\s\S]*text\/html[\s\S]*Hallo Ana/);
  });

  it('does not let an address or a subject add recipients or headers', async () => {
    await send(message(1, { ...to('ana@example.test, eve@example.test') }));
    await send(message(2, { content: { ...content, subject: 'x\r\nBcc: eve@example.test' } }));
    for (const { to: recipients, raw } of received) {
      expect(recipients).toHaveLength(1);
      expect(raw).not.toMatch(/^Bcc:/m);
    }
  });

  it.each([550, 553, 554])('refused for good with %d has failed', async (code) => {
    expect(await send(message(1, to(`${code}@example.test`)))).toMatchObject({
      final: { status: 'failed', reason: `smtp-${code}` },
    });
  });

  it.each([450, 451, 452])('refused for now with %d is tried again, five times in all', async (code) => {
    const again = await send(message(1, to(`${code}@example.test`)));
    expect(again).toMatchObject({ reason: `smtp-${code}` });
    expect('retryAt' in again && again.retryAt).toBeGreaterThan(NOW + 10_000);
    expect(await send(message(1, to(`${code}@example.test`), { attempt: 5 }))).toMatchObject({
      dead: true,
      final: { status: 'failed' },
    });
  });

  it('cut off before the message is tried again; cut off after it is unknown', async () => {
    expect(await send(message(1, to('hangup@example.test')))).toMatchObject({ retryAt: expect.any(Number) });
    expect(await send(message(2, to('midway@example.test')))).toMatchObject({ final: { status: 'unknown' } });
    expect(await send(message(3))).toMatchObject({ final: { status: 'delivered' } });
  });

  it('is tried again while the server is away or does not let us in', async () => {
    const away = createMessageCourier(parts({ mailServer: async () => ({ ...server, port: 1 }) }));
    expect(await send(message(1), away)).toMatchObject({ reason: 'esocket', retryAt: expect.any(Number) });
    const locked = createMessageCourier(
      parts({ mailServer: async () => ({ ...server, auth: { user: 'a', pass: 'b' } }) }),
    );
    expect(await send(message(1), locked)).toMatchObject({ reason: 'smtp-535', retryAt: expect.any(Number) });
    away.close();
    locked.close();
  });

  it('without an address is suppressed, without a server has failed', async () => {
    expect(await send(message(1, to(null)))).toMatchObject({ final: { status: 'suppressed', reason: 'no-address' } });
    const none = createMessageCourier(parts({ mailServer: async () => undefined }));
    expect(await send(message(1), none)).toMatchObject({ final: { status: 'failed', reason: 'no-mail-server' } });
  });

  it('that cannot be written says why, and does not hold up the others', async () => {
    const broken = message(1, { content: { ...content, body: 'a\n{{ contact.nick }}' } });
    const results = await handed(courier, [broken, message(2)]);
    expect(results).toMatchObject([
      { id: 1, final: { status: 'failed', reason: 'content.render-failed: contact.nick, line 2' } },
      { id: 2, final: { status: 'delivered' } },
    ]);
  });

  it('goes out by the hundred', async () => {
    const results = await courier.deliver(
      Array.from({ length: 300 }, (_, index) => message(index + 1)),
      NOW,
    );
    expect(results.every((result) => 'final' in result && result.final.status === 'delivered')).toBe(true);
    expect(received).toHaveLength(300);
  });

  it('is not sent again because the inbox beside it is away, nor held up by settings that cannot be read', async () => {
    const away = createMessageCourier(parts({ keep: async () => Promise.reject(new Error('database is locked')) }));
    const both = await handed(away, [message(1), message(2, { channel: 'inbox' })]);
    expect(both).toMatchObject([
      { id: 1, final: { status: 'delivered' } },
      { id: 2, reason: 'database is locked', retryAt: expect.any(Number) },
    ]);
    away.close();
    const locked = createMessageCourier(
      parts({ mailServer: async (id) => (id === 1 ? server : Promise.reject(new Error('vault'))) }),
    );
    expect(await handed(locked, [message(1), message(2, {}, { workspaceId: 2 })])).toMatchObject([
      { id: 1, final: { status: 'delivered' } },
      { id: 2, reason: 'vault', retryAt: expect.any(Number) },
    ]);
    locked.close();
  });

  it('by an unknown channel has failed', async () => {
    expect(await send(message(1, { channel: 'pigeon' }))).toMatchObject({
      final: { status: 'failed', reason: 'no-channel-pigeon' },
    });
  });
});

for (const db of testDatabases()) {
  describe(`the inbox on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());
    const courier = createMessageCourier({
      mailServer: async () => undefined,
      renderer: async () => renderer,
      keep: (entries) => insertInboxMessages(database, entries),
    });

    it('keeps each message once, whatever is delivered again', async () => {
      const items = [1, 2].map((id) => message(id, { channel: 'inbox' }));
      const broken = message(3, { channel: 'inbox', content: { ...content, body: '{{ nope }}' } });
      expect(await handed(courier, [...items, broken])).toMatchObject([
        { id: 1, final: { status: 'delivered' } },
        { id: 2, final: { status: 'delivered' } },
        { id: 3, final: { status: 'failed' } },
      ]);
      await courier.deliver(
        [...items, message(4, { channel: 'inbox', content: { ...content, subject: '长'.repeat(400) } })],
        NOW,
      );
      const rows = await database.read.rows<{
        contactId: number;
        subject: string;
        body: string;
        format: string;
        at: number;
      }>('SELECT contact_id AS contactId, subject, body, format, at FROM inbox_message ORDER BY id');
      expect(
        rows.map((row) => ({
          ...row,
          at: Number(row.at),
          contactId: Number(row.contactId),
          subject: row.subject.length > 100 ? row.subject.length : row.subject,
        })),
      ).toEqual([
        { contactId: 1, subject: 'Hi Ana', body: 'Code A-1', format: 'text', at: NOW },
        { contactId: 2, subject: 'Hi Ana', body: 'Code A-1', format: 'text', at: NOW },
        { contactId: 4, subject: 255, body: 'Code A-1', format: 'text', at: NOW },
      ]);
    });
  });
}
