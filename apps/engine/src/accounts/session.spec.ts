import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../testing.js';
import { issueSignIn } from './sign-in.js';
import { systemClock } from '@sojourn/kernel';

const [db] = testDatabases();
let api: TestApi;
beforeAll(async () => {
  api = await testApi(await db!.open()); // SQLite is always there
});
afterAll(async () => {
  await api.close();
  await db!.close();
});

describe('signing in', () => {
  it('shows who one is, where, and what one may', async () => {
    const { body } = await api.owner.agent.get('/api/session').expect(200);
    expect(body).toMatchObject({
      user: { email: 'owner@example.com', hasPassword: false },
      workspace: { name: 'My workspace', timeZone: 'Asia/Shanghai' },
      role: 'owner',
    });
  });

  it('a link works once', async () => {
    const { token } = await issueSignIn(api.database, 'owner@example.com', systemClock);
    const first = await api.anyone().post('/api/session').send({ token }).expect(201);
    expect(first.headers['set-cookie']?.[0]).toMatch(/^sojourn_session=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    const { body } = await api.anyone().post('/api/session').send({ token }).expect(401);
    expect(body.error.code).toBe('session.link-used');
  });

  it('a password can be set and used, is kept as argon2id, and changing it needs the old one', async () => {
    const { agent } = api.owner;
    await agent.put('/api/session/password').send({ password: 'a long enough one' }).expect(204);
    const [row] = await api.database.read.rows<{ hash: string }>(
      'SELECT password_hash AS hash FROM `user` WHERE email = ?',
      ['owner@example.com'],
    );
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await api
      .anyone()
      .post('/api/session')
      .send({ email: 'Owner@example.com ', password: 'a long enough one' })
      .expect(201);
    const { body } = await agent
      .put('/api/session/password')
      .send({ password: 'another one here', currentPassword: 'wrong' })
      .expect(401);
    expect(body.error.code).toBe('session.refused');
    expect((await agent.get('/api/session')).body.user.hasPassword).toBe(true);
  });

  it('refuses a wrong password as it refuses a stranger, and slows down after ten', async () => {
    const attempt = () => api.anyone().post('/api/session').send({ email: 'nobody@example.com', password: 'x' });
    for (let i = 0; i < 10; i++) await attempt().expect(401);
    const { body, headers } = await attempt().expect(429);
    expect(body.error).toMatchObject({
      code: 'session.throttled',
      message: { 'zh-CN': expect.stringMatching(/分钟/) },
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('writes need the CSRF token, reads do not', async () => {
    const { agent } = api.owner;
    const { body } = await agent
      .patch('/api/workspace')
      .set('x-csrf-token', 'guess')
      .send({ name: 'Shop' })
      .expect(403);
    expect(body.error.code).toBe('access.csrf');
    await agent.patch('/api/workspace').send({ name: 'Shop' }).expect(200);
    await agent.get('/api/workspace').set('x-csrf-token', '').expect(200);
  });

  it('signing in again makes the old session worthless', async () => {
    const { token } = await issueSignIn(api.database, 'owner@example.com', systemClock);
    const agent = api.anyone();
    await agent.post('/api/session').send({ token }).expect(201);
    const before = (await api.database.read.rows<{ n: number }>('SELECT COUNT(*) AS n FROM session'))[0]?.n;
    await agent.post('/api/session').send({ email: 'owner@example.com', password: 'a long enough one' }).expect(201);
    expect((await api.database.read.rows<{ n: number }>('SELECT COUNT(*) AS n FROM session'))[0]?.n).toBe(before);
    await agent.get('/api/session').expect(200);
  });

  it('signing out ends the session', async () => {
    const person = await api.person('editor');
    await person.agent.delete('/api/session').expect(204);
    await person.agent.get('/api/session').expect(401);
  });
});

describe('keys', () => {
  it('a secret key acts as an editor, is shown once and can be revoked', async () => {
    const { agent } = api.owner;
    const made = await agent.post('/api/api-keys').send({ name: 'backend', kind: 'secret' }).expect(201);
    expect(made.body.key).toMatch(/^sk_[\w-]{43}$/);
    const bearer = { authorization: `Bearer ${made.body.key}` };
    await api.anyone().get('/api/journeys').set(bearer).expect(200);
    await api.anyone().post('/api/journeys').set(bearer).send({ name: 'By key' }).expect(201);
    expect((await api.anyone().get('/api/api-keys').set(bearer).expect(403)).body.error.code).toBe('access.role');
    expect((await api.anyone().get('/api/session').set(bearer).expect(403)).body.error.code).toBe('access.person-only');
    const listed = await agent.get('/api/api-keys').expect(200);
    expect(JSON.stringify(listed.body)).not.toContain(made.body.key);
    expect(listed.body.items[0]).toMatchObject({
      id: made.body.id,
      prefix: made.body.key.slice(0, 11),
      lastUsedAt: expect.any(Number),
    });
    await agent.delete(`/api/api-keys/${made.body.id}`).expect(204);
    await api.anyone().get('/api/journeys').set(bearer).expect(401);
    await agent.delete(`/api/api-keys/${made.body.id}`).expect(404);
  });
});

it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
