import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabases } from '@sojourn/storage/testing';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionCookie } from '../accounts/session-cookie.js';
import { testApi, type TestApi } from '../testing.js';
import { depthOf } from './bodies.js';
import { serveStudio } from './studio.js';

const [db] = testDatabases();
let api: TestApi;
beforeAll(async () => {
  api = await testApi(await db!.open()); // SQLite is always there
});
afterAll(async () => {
  await api.close();
  await db!.close();
});

describe('the studio', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-studio-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets', 'index-3f2a.js'), 'console.log(1)');
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  const built = express().use(serveStudio(folder));

  it('says how to build it when it is not built', async () => {
    const { text } = await request(built).get('/journeys').expect(503);
    expect(text).toContain('npm run build');
  });

  it('answers every address with its page, files with themselves, hashed files for ever', async () => {
    writeFileSync(join(folder, 'index.html'), '<title>Sojourn</title>');
    for (const path of ['/', '/journeys/12', '/sign-in?token=x', '/contacts/1.5']) {
      const { text, headers } = await request(built).get(path).expect(200);
      expect([text, headers['cache-control']]).toEqual(['<title>Sojourn</title>', 'no-cache']);
    }
    expect((await request(built).get('/favicon.svg').expect(200)).headers['cache-control']).toBe('no-cache');
    const asset = await request(built).get('/assets/index-3f2a.js').expect(200);
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    await request(built).get('/assets/index-old.js').expect(404);
    await request(built).get('/../../etc/passwd').expect(200, '<title>Sojourn</title>');
    await request(built).get('/assets/..%2f..%2f..%2fetc%2fpasswd').expect(404);
  });

  it('leaves the engine’s own addresses alone', async () => {
    for (const path of ['/api/nothing', '/v1/nothing', '/health', '/ready'])
      expect((await request(built).get(path)).text).not.toContain('Sojourn</title>');
  });
});

it('answers carry the security headers, without unsafe-eval', async () => {
  const { headers } = await api.anyone().get('/health').expect(200);
  expect(headers['content-security-policy']).toContain("script-src 'self';");
  expect(headers['content-security-policy']).not.toContain('unsafe-eval');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(headers).not.toHaveProperty('strict-transport-security');
});

it('behind https the cookie takes the __Host- prefix', () => {
  const set: unknown[] = [];
  new SessionCookie('https://journeys.example.com').write(
    { cookie: (...args: unknown[]) => set.push(args) } as never,
    't',
  );
  expect(set).toEqual([
    [
      '__Host-sojourn_session',
      't',
      expect.objectContaining({ secure: true, httpOnly: true, sameSite: 'lax', path: '/' }),
    ],
  ]);
});

it('what nobody can mend is a 500 with an id, in the log, without a word from inside', async () => {
  const rows = api.database.read.rows;
  api.database.read.rows = () => Promise.reject(new Error('SELECT secret_column FROM somewhere'));
  try {
    const { body, text } = await api.owner.agent.get('/api/journeys').expect(500);
    expect(body.error).toMatchObject({ code: 'unexpected', details: { id: expect.stringMatching(/^[\w-]{36}$/) } });
    expect(text).not.toMatch(/secret_column|\.ts:/);
    expect(api.errors).toEqual([{ fields: expect.objectContaining({ id: body.error.details.id, path: '/api/journeys' }), message: 'unexpected' }]); // prettier-ignore
    await api.anyone().get('/ready').expect(503, { status: 'not-ready', reason: 'the database does not answer' });
  } finally {
    api.database.read.rows = rows;
  }
});

it('measures nesting without being fooled by texts', () => {
  const depth = (text: string): number => depthOf(Buffer.from(text));
  expect([depth('1'), depth('{"a":[{}]}'), depth('["[[[", "\\"[[", {}]'), depth(']]]][[')]).toEqual([0, 3, 2, 0]);
});
