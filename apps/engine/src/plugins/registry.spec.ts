import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKey, integrityOf } from '@sojourn/packaging';
import { samplePackage } from '@sojourn/packaging/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPluginRegistry, type PluginRegistry } from './registry.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const NAME = '@acme/weather';
const bytes = await samplePackage({ key: generateKey().privateKey });

async function listening(answer: Answer): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('the registry client', () => {
  let own: Awaited<ReturnType<typeof listening>>;
  let other: Awaited<ReturnType<typeof listening>>;
  let registry: PluginRegistry;
  const seen: { readonly who: string; readonly path: string; readonly token: string | undefined }[] = [];
  /** What the registry answers at a path; 404 otherwise. */
  const answers = new Map<string, Answer>();
  beforeAll(async () => {
    const noted =
      (who: string, answer: Answer): Answer =>
      (request, response) => {
        seen.push({ who, path: request.url ?? '', token: request.headers.authorization });
        answer(request, response);
      };
    own = await listening(
      noted('own', (request, response) => {
        const answer = answers.get((request.url ?? '').split('?')[0] ?? '');
        if (answer) answer(request, response);
        else response.writeHead(404).end('{}');
      }),
    );
    other = await listening(noted('other', (_, response) => response.end(bytes)));
  });
  beforeEach(() => {
    answers.clear();
    seen.length = 0;
    registry = createPluginRegistry({ registry: own.url, token: 't0p', timeoutMs: 500 });
  });
  afterEach(() => registry.close());
  afterAll(() => {
    for (const { server } of [own, other]) server.close().closeAllConnections();
  });

  const json = (path: string, value: object): void =>
    void answers.set(path, (_, response) => void response.end(JSON.stringify(value)));
  /** A package with one version, whose bytes lie at this address. */
  const document = (dist: object): void =>
    json('/@acme%2fweather', { 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { dist } } });
  const at = (path: string, integrity = integrityOf(bytes)): void =>
    document({ tarball: `${own.url}${path}`, integrity });
  const fetched = (): Promise<string> =>
    registry.fetch(NAME, '1.0.0').then(() => 'taken', ({ code }: { code: string }) => code); // prettier-ignore

  it('takes exactly the bytes that were promised, from a private address that the operator named, with the token', async () => {
    at('/w.tgz');
    answers.set('/w.tgz', (_, response) => void response.end(bytes));
    expect((await registry.fetch(NAME, '1.0.0')).bytes.equals(bytes)).toBe(true);
    expect(seen.map(({ token }) => token)).toEqual(['Bearer t0p', 'Bearer t0p']);
    at('/w.tgz', integrityOf(Buffer.from('other')));
    expect(await fetched()).toBe('registry.wrong-bytes');
    document({ tarball: `${own.url}/w.tgz`, shasum: 'aa' });
    expect(await fetched()).toBe('registry.no-integrity');
  });

  it('follows no reference to another private address, and tells nobody else the token', async () => {
    document({ tarball: `${other.url}/w.tgz`, integrity: integrityOf(bytes) });
    expect(await fetched()).toBe('registry.unreachable');
    document({ tarball: `${other.url.replace('http:', 'https:')}/w.tgz`, integrity: integrityOf(bytes) });
    expect(await fetched()).toBe('registry.unreachable');
    at('/w.tgz');
    answers.set('/w.tgz', (_, response) => void response.writeHead(302, { location: `${other.url}/w.tgz` }).end());
    expect(await fetched()).toBe('registry.unreachable');
    document({ tarball: 'file:///etc/passwd', integrity: integrityOf(bytes) });
    expect(await fetched()).toBe('registry.unreachable');
    expect(seen.filter(({ who }) => who === 'other')).toEqual([]);
  });

  it('follows a few redirects of its own, not for ever', async () => {
    at('/a');
    answers.set('/a', (_, response) => void response.writeHead(302, { location: '/b' }).end());
    answers.set('/b', (_, response) => void response.end(bytes));
    expect(await fetched()).toBe('taken');
    answers.set('/b', (_, response) => void response.writeHead(302, { location: '/a' }).end());
    expect(await fetched()).toBe('registry.failed');
  });

  it.each<[string, Answer, string]>([
    ['nothing', (_, response) => void response.writeHead(404).end(), 'registry.no-package'],
    ['a refusal', (_, response) => void response.writeHead(401).end(), 'registry.denied'],
    ['a failure', (_, response) => void response.writeHead(503).end('<html>'), 'registry.failed'],
    ['something else', (_, response) => void response.end('<html>'), 'registry.no-registry'],
    ['no answer', () => undefined, 'registry.unreachable'],
    ['half an answer', (_, response) => void response.write('{"versions":'), 'registry.unreachable'],
    ['a broken connection', (request) => void request.socket.destroy(), 'registry.unreachable'],
  ])('%s is told in words', async (_what, answer, code) => {
    answers.set('/@acme%2fweather', answer);
    expect(await fetched()).toBe(code);
  });

  it('reads no more than a package may be', async () => {
    at('/w.tgz');
    answers.set('/w.tgz', (_, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = (): void => void (response.destroyed || response.write(chunk, more));
      more();
    });
    expect(await fetched()).toBe('registry.too-large');
  });

  it('asks for no name that is none', async () => {
    expect(await registry.versions('../../-/whoami')).toBeUndefined();
    expect(seen).toEqual([]);
    await expect(registry.fetch(NAME, '__proto__')).rejects.toMatchObject({ code: 'registry.no-package' });
    document({ tarball: 'x', integrity: 'y' });
    await expect(registry.fetch(NAME, '__proto__')).rejects.toMatchObject({ code: 'registry.no-version' });
  });

  describe('searches', () => {
    const hit = (name: string, keywords: string[]) => ({ package: { name, version: '1.0.0', keywords, date: '2026-01-02T03:04:05Z', publisher: { username: 'ana' } } }); // prettier-ignore
    const many = (count: number, keywords = ['sojourn-plugin']) => Array.from({ length: count }, (_, i) => hit(`p${i}`, keywords)); // prettier-ignore
    /** A registry that holds these. `counts`: whether it tells of all or of what it hands out; `most`: at once. */
    const holding = (
      all: readonly object[],
      { knows = true, counts = true, most = 250, pages = true }: { knows?: boolean; counts?: boolean; most?: number; pages?: boolean } = {},
    ): void =>
      void answers.set('/-/v1/search', (request, response) => {
        const query = new URL(request.url ?? '', own.url).searchParams;
        const from = pages ? Number(query.get('from')) : 0;
        const isKeyword = query.get('text')?.startsWith('keywords:');
        const objects = isKeyword && !knows ? [] : all.slice(from, from + Math.min(most, Number(query.get('size'))));
        response.end(JSON.stringify({ objects, total: isKeyword && !knows ? 0 : counts ? all.length : objects.length }));
      }); // prettier-ignore
    const page = async (number: number, keyword?: string) => {
      const { items, total } = await registry.search({ text: 'rain', page: number, size: 20, keyword });
      return { total, names: items.map(({ name }) => name) };
    };
    const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `p${from + i}`);

    it('by keyword where the registry knows how, and sorts out by itself where it does not', async () => {
      holding([hit('mine', ['sojourn-plugin', 'weather']), hit('theirs', ['other'])], { knows: false });
      expect(await registry.search({ text: 'rain', page: 0, size: 20 })).toEqual({ total: 1, items: [{ name: 'mine', version: '1.0.0', description: '', publisher: 'ana', keywords: ['weather'], date: Date.UTC(2026, 0, 2, 3, 4, 5) }] }); // prettier-ignore
      expect(await page(1)).toEqual({ total: 1, names: [] });
      expect(new URL(seen[0]!.path, own.url).searchParams.get('text')).toBe('keywords:sojourn-plugin rain'); // it was asked
    });

    it.each([
      ['one that counts all', {}, 1],
      ['one that counts what it hands out', { counts: false }, 4],
      ['one that hands out few at once', { most: 20 }, 16],
      ['one that knows no keywords', { knows: false }, 4],
      ['one that counts and knows nothing', { knows: false, counts: false, most: 100 }, 6],
    ])('page for page: %s', async (_, how, most) => {
      holding(many(310), how);
      expect(await page(0)).toEqual({ total: 310, names: names(0, 20) });
      expect(seen.length).toBeLessThanOrEqual(most);
      expect(await page(14)).toEqual({ total: 310, names: names(280, 300) });
      expect(await page(15)).toEqual({ total: 310, names: names(300, 310) });
      expect(await page(16)).toEqual({ total: 310, names: [] });
    });

    it('over more than one page of a registry among what is none, and for ever with nobody', async () => {
      const mixed = many(600).map((one, i) => (i % 3 === 0 ? one : hit(`x${i}`, ['other'])));
      holding(mixed, { knows: false });
      expect(await page(9)).toEqual({ total: 200, names: Array.from({ length: 20 }, (_, i) => `p${540 + 3 * i}`) });
      holding(many(250), { pages: false });
      expect(await page(12)).toEqual({ total: 250, names: names(240, 250) });
      holding(many(100_000));
      expect(await page(2)).toEqual({ total: 100_000, names: names(40, 60) });
    });

    it('for a keyword of the author’s choice', async () => {
      holding(many(300).map((one, i) => (i % 10 === 0 ? hit(`w${i}`, ['sojourn-plugin', 'wecom']) : one)));
      expect(await page(1, 'wecom')).toEqual({ total: 30, names: Array.from({ length: 10 }, (_, i) => `w${200 + 10 * i}`) }); // prettier-ignore
      expect(await page(0, 'none')).toEqual({ total: 0, names: [] });
    });
  });
});
