import { testDatabases } from '@sojourn/storage/testing';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../testing.js';
import { Vault } from './vault.js';

const [db] = testDatabases();
let api: TestApi;
beforeAll(async () => {
  api = await testApi(await db!.open()); // SQLite is always there
});
afterAll(async () => {
  await api.close();
  await db!.close();
});

describe('the vault', () => {
  const vault = new Vault(Buffer.alloc(32, 1));
  it('opens what it sealed', () => expect(vault.open(1, 'mail', vault.seal(1, 'mail', 'pässwörd'))).toBe('pässwörd'));
  it('opens nothing for another workspace, another name, another key or a changed text', () => {
    const sealed = vault.seal(1, 'mail', 'secret');
    const attempts = [
      () => vault.open(2, 'mail', sealed),
      () => vault.open(1, 'sms', sealed),
      () => new Vault(Buffer.alloc(32, 2)).open(1, 'mail', sealed),
      () => vault.open(1, 'mail', `${sealed.slice(0, -2)}AA`),
    ];
    for (const attempt of attempts) expect(attempt).toThrow('cannot be opened');
  });
});

describe('mail', () => {
  it('keeps the password encrypted and unseen, and sends a test mail by it', async () => {
    const received: string[] = [];
    const server = new SMTPServer({
      authOptional: false,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, done) =>
        username === 'shop' && password === 'p4ss' ? done(null, { user: username }) : done(new Error('wrong password')),
      onData: (stream, _session, done) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk));
        stream.on('end', () => (received.push(text), done()));
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    try {
      const { agent } = api.owner;
      const settings = { host: '127.0.0.1', port, secure: false, user: 'shop', from: 'Shop <shop@example.com>' };
      const saved = await agent
        .put('/api/settings/mail')
        .send({ ...settings, password: 'p4ss' })
        .expect(200);
      expect(saved.body).toEqual({ ...settings, configured: true, hasPassword: true });
      expect(JSON.stringify(await api.database.read.rows('SELECT * FROM secret'))).not.toContain('p4ss');
      await agent
        .put('/api/settings/mail')
        .send(settings)
        .expect(200, { ...settings, configured: true, hasPassword: true });
      const sent = await agent.post('/api/settings/mail/test').send({ to: 'me@example.com' }).expect(200);
      expect(sent.body.ok).toBe(true);
      expect(received[0]).toContain('To: me@example.com');
      await agent
        .put('/api/settings/mail')
        .send({ ...settings, password: 'wrong' })
        .expect(200);
      const refused = await agent.post('/api/settings/mail/test').send({ to: 'me@example.com' }).expect(200);
      expect(refused.body).toMatchObject({ ok: false, reply: expect.stringContaining('wrong password') });
    } finally {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  });
});

describe('previews', () => {
  it('renders for a contact, and says what is wrong with a template', async () => {
    const { agent } = api.owner;
    const contactId = (
      await agent
        .post('/api/contacts')
        .send({ externalId: 'p', name: 'Li Na', attributes: { city: '杭州' } })
        .expect(201)
    ).body.id;
    const preview = (body: string, more: object = {}) =>
      agent
        .post('/api/messages/preview')
        .send({ channel: 'inbox', content: { subject: 'Hi {{ contact.name }}', body, format: 'text' }, ...more })
        .expect(200);
    expect(
      (await preview('{{ contact.city }} {{ coupon.code }}', { contactId, variables: { coupon: { code: 'X1' } } }))
        .body,
    ).toMatchObject({ subject: 'Hi Li Na', text: '杭州 X1', html: null, issues: [] });
    expect((await preview('{{ nobody.knows }}')).body).toMatchObject({
      text: null,
      issues: [{ severity: 'error', code: 'content.render-failed', pointer: '/body' }],
    });
    const mail = await agent
      .post('/api/messages/preview')
      .send({
        channel: 'mail',
        content: {
          body: '<mjml><mj-body><mj-section><mj-column><mj-text>Dear {{ contact.name }}</mj-text></mj-column></mj-section></mj-body></mjml>',
          format: 'mjml',
        },
      })
      .expect(200);
    expect(mail.body.html).toContain('Dear Lin Xia');
  });
});

it('names in use, the overview and node types answer', async () => {
  const { agent } = api.owner;
  expect((await agent.get('/api/attributes').expect(200)).body).toEqual(
    expect.arrayContaining([{ path: 'city', sample: '杭州' }]),
  );
  expect((await agent.get('/api/event-types').expect(200)).body).toEqual([]);
  expect((await agent.get('/api/overview').expect(200)).body).toMatchObject({
    contacts: 1,
    activeRuns: 0,
    eventsByDay: expect.any(Array),
  });
  const types = (await agent.get('/api/node-types').expect(200)).body;
  expect(types.map(({ name }: { name: string }) => name)).toEqual([
    'wait',
    'exit',
    'segment',
    'ab-split',
    'message',
    'coupon',
    'nft-reward',
    'update-contact',
    'webhook',
    'code',
  ]);
  await api.anyone().get('/health').expect(200, { status: 'ok' });
  await api.anyone().get('/ready').expect(200, { status: 'ready' });
  expect((await api.anyone().get('/api/openapi.json').expect(200)).body.openapi).toMatch(/^3\./);
});

it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
