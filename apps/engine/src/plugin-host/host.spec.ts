import type { HostReply } from '@sojourn/execution';
import { systemClock, type Json, type JsonObject } from '@sojourn/kernel';
import type { Capability, CredentialSpec, PluginManifest } from '@sojourn/plugin-sdk';
import { pluginKv, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Vault } from '../settings/vault.js';
import { CredentialStore } from './credential-store.js';
import { createHost } from './host.js';
import type { HostScope } from './host-scope.js';
import { httpTo, manifestOf as manifestFor, namesTo, nodeOf, Provider } from './host.spec-kit.js';
import { openAgents, type Agents } from './http/agents.js';

const both = (text: string) => ({ en: text, 'zh-CN': text });
const SECRET = 's3cr3t/with+signs';
const credential = (more: Partial<CredentialSpec> = {}): CredentialSpec => ({
  name: 'key',
  title: both('Key'),
  fields: { type: 'object', properties: { token: { type: 'string', 'x-secret': true } } },
  inject: { headers: { authorization: 'Bearer {token}' } },
  hosts: ['api.acme.test'],
  ...more,
});

for (const db of testDatabases())
  describe(`what a plugin may do outside, on ${db.name}`, () => {
    const provider = new Provider();
    const elsewhere = new Provider();
    let database: Database;
    let agents: Agents;
    let store: CredentialStore;
    let port = 0;
    /** Servers of a spec have ports of their own, which a grant names. */
    const hosts = (): string[] => [...['api.acme.test', 'x.eu.acme.test'].map((host) => `${host}:${port}`), 'api.acme.test', 'api.acme.test:1', '*.eu.acme.test']; // prettier-ignore
    const manifestOf = (more: Partial<PluginManifest> = {}): PluginManifest => manifestFor(more, {}, hosts());
    const key = (more: Partial<CredentialSpec> = {}): CredentialSpec => credential({ hosts: [`api.acme.test:${port}`], ...more }); // prettier-ignore
    beforeAll(async () => {
      database = await db.open();
      port = await provider.start();
      const names = { 'api.acme.test': '127.0.0.1', 'x.eu.acme.test': '127.0.0.1', 'evil.test': '127.0.0.1', 'rebound.eu.acme.test': '10.1.2.3', 'meta.eu.acme.test': '169.254.169.254' }; // prettier-ignore
      agents = openAgents({ allow: ['127.0.0.1/32'], resolve: namesTo(names) });
      store = new CredentialStore(database, new Vault(Buffer.alloc(32, 3)));
      await database.inTransaction((tx) =>
        store.write(tx, 1, 'acme.weather', 'key', { values: { token: SECRET }, at: 1, by: null }),
      );
    });
    afterAll(async () => {
      await agents.close();
      await provider.stop();
      await elsewhere.stop().catch(() => undefined);
      await db.close();
    });
    beforeEach(() => {
      provider.seen.length = 0;
      provider.answer = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'); // prettier-ignore
    });

    const scopeOf = (more: Partial<HostScope> = {}): HostScope => {
      const manifest: PluginManifest = more.manifest ?? manifestOf();
      return {
        workspaceId: 1,
        journeyId: 5,
        nodeId: 'n1',
        manifest,
        node: manifest.nodes[0]!,
        granted: manifest.capabilities ?? [],
        items: [{ contactId: 7, effectKey: '1:9:n1:1:call-1' }, { contactId: 8, effectKey: '1:10:n1:1:call-1' }], // prettier-ignore
        ...more,
      };
    };
    const hostOf = (more: Partial<HostScope> = {}) => createHost({ database, clock: systemClock, credentials: store, agents }, scopeOf(more)); // prettier-ignore
    const http = async (args: JsonObject, more: Partial<HostScope> = {}): Promise<JsonObject> => {
      const [reply] = await hostOf(more).call([{ op: 'http', args: { method: 'GET', item: 0, ...args } }]);
      return (reply as { ok: JsonObject }).ok;
    };
    const url = (path = '/v1/now', host = 'api.acme.test'): string => `http://${host}:${port}${path}`;

    describe('over http', () => {
      it('reaches what was asked for and granted, with the key by which repetitions are recognised', async () => {
        const host = hostOf();
        const call = (item: number) => ({ op: 'http', args: { method: 'POST', url: url(), item, body: { city: '杭州' } } }); // prettier-ignore
        const replies = await host.call([call(0), call(1), call(0)]);
        expect(replies).toHaveLength(3);
        expect(replies[0]).toMatchObject({ ok: { status: 200, body: { ok: true } } });
        const keys = provider.seen.map(({ headers }) => headers['idempotency-key']).sort();
        expect(keys.map((one) => String(one).replace(/:[0-9a-f]{16}:/, ':…:'))).toEqual(['1:10:n1:1:call-1:…:1', '1:9:n1:1:call-1:…:1', '1:9:n1:1:call-1:…:2']); // prettier-ignore
        expect(provider.seen[0]).toMatchObject({ method: 'POST', body: '{"city":"杭州"}' });
        expect(await http({ url: url('/v1/now', 'x.eu.acme.test') })).toMatchObject({ status: 200 });
      });

      it.each<[string, JsonObject, RegExp]>([
        ['a host that was not asked for', { url: 'http://evil.test/v1/x' }, /not among what was granted/],
        ['a method that was not', { url: 'https://api.acme.test/v1/x', method: 'DELETE' }, /not among what was granted/],
        ['a path that was not', { url: 'https://api.acme.test/v2/x' }, /not among what was granted/],
        ['a path that steps out', { url: 'https://api.acme.test/v1/../admin' }, /not among what was granted/],
        ['a path that steps out encoded', { url: 'https://api.acme.test/v1/%2e%2e%2fadmin' }, /not among what was granted/],
        ['a path with a backslash', { url: 'https://api.acme.test/v1/..\\..\\admin' }, /not among what was granted/],
        ['the name above a wildcard', { url: 'https://eu.acme.test/v1/x' }, /not among what was granted/],
        ['another port', { url: 'https://api.acme.test:8443/v1/x' }, /not among what was granted/],
        ['a name that ends alike', { url: 'https://xeu.acme.test/v1/x' }, /not among what was granted/],
        ['an address', { url: 'https://127.0.0.1/v1/x' }, /not among what was granted/],
        ['an address in other clothes', { url: 'https://2130706433/v1/x' }, /not among what was granted/],
        ['a user name in front', { url: 'https://api.acme.test@evil.test/v1/x' }, /user name/],
        ['a file', { url: 'file:///etc/passwd' }, /https/],
        ['a script', { url: 'javascript:1' }, /https/],
        ['no text', { url: 12 }, /no text/],
        ['a name that resolves to a private network', { url: 'https://rebound.eu.acme.test/v1/x' }, /not a public address/],
        ['the metadata service', { url: 'http://meta.eu.acme.test/v1/x' }, /not a public address/],
      ])('is refused %s', async (_, args, words) => {
        const answer = await http(args);
        expect(answer).toMatchObject({ error: 'refused' });
        expect(answer['message']).toMatch(words);
        expect(provider.seen).toEqual([]);
      }); // prettier-ignore

      it('is refused the house itself when the operator allows nothing', async () => {
        const strict = openAgents({ resolve: namesTo({ 'api.acme.test': '127.0.0.1' }) });
        const host = createHost({ database, clock: systemClock, credentials: store, agents: strict }, scopeOf());
        for (const address of [url(), url().replace('http:', 'https:')]) {
          const [reply] = await host.call([{ op: 'http', args: { method: 'GET', url: address } }]);
          expect(reply).toMatchObject({ ok: { error: 'refused' } });
        }
        expect(provider.seen).toEqual([]);
        await strict.close();
      });

      it('goes without TLS to the operator’s own networks alone', async () => {
        const open = openAgents({ allow: ['127.0.0.1/32'], resolve: namesTo({ 'api.acme.test': '93.184.216.34' }) });
        const host = createHost({ database, clock: systemClock, credentials: store, agents: open }, scopeOf());
        const [reply] = await host.call([{ op: 'http', args: { method: 'GET', url: 'http://api.acme.test/v1/x' } }]);
        expect(reply).toMatchObject({ ok: { error: 'refused' } });
        await open.close();
      });

      it('has the same keys when the attempt is made again, whatever it need not ask a second time', async () => {
        const post = (path: string) => ({ op: 'http', args: { method: 'POST', url: url(path), item: 0 } });
        await hostOf().call([{ op: 'http', args: { method: 'GET', url: url('/v1/token'), item: 0 } }, post('/v1/charge')]); // prettier-ignore
        await hostOf().call([post('/v1/charge?again=1')]);
        const [, first, second] = provider.seen.map(({ headers }) => headers['idempotency-key']);
        expect(first).toBeDefined();
        expect(second).toBe(first);
      });

      it('sends what is for all of a batch once: with one key, and never again for some of them', async () => {
        const items = ['a', 'b', 'c', 'd'].map((one, i) => ({ contactId: i + 1, effectKey: `1:${one}:n1:1:call-1` }));
        const bulk = (ids: string, group?: number[]) => ({ op: 'http', args: { method: 'POST', url: url('/v1/bulk'), body: { ids } }, ...(group && { group }) }); // prettier-ignore
        const all = hostOf({ items });
        expect(await all.call([bulk('abcd')])).toMatchObject([{ ok: { status: 200 } }]);
        expect(await all.call([bulk('ab', [0, 1])])).toMatchObject([{ ok: { error: 'refused' } }]);
        expect([...all.cut()]).toEqual([0, 1]);
        // Of a and b a person decides now; c and d are handed over with somebody else.
        const others = hostOf({ items: [items[2]!, { contactId: 9, effectKey: '1:z:n1:1:call-1' }] });
        expect(await others.call([bulk('cz')])).toMatchObject([{ ok: { error: 'refused' } }]);
        expect([...others.cut()]).toEqual([0, 1]);
        expect(await hostOf({ items: [items[0]!] }).call([bulk('a')])).toMatchObject([{ ok: { status: 200 } }]);
        const again = hostOf({ items: [items[0]!] });
        expect(await again.call([bulk('a')])).toMatchObject([{ ok: { status: 200 } }]);
        const keys = provider.seen.map(({ headers }) => headers['idempotency-key']);
        expect(keys).toHaveLength(3);
        expect(keys[1]).toBe(keys[2]);
        expect(keys[0]).not.toBe(keys[1]);
        const twice = nodeOf({ effects: { kind: 'external', idempotency: 'none', onAmbiguous: 'prefer-duplicate', dryRun: 'run' } }); // prettier-ignore
        const either = hostOf({ items, node: twice });
        await either.call([bulk('abcd')]);
        expect(await either.call([bulk('ab', [0, 1])])).toMatchObject([{ ok: { status: 200 } }]);
      });

      it('is refused what the manifest asks and the workspace took out', async () => {
        const granted: Capability[] = [httpTo(['other.acme.test'])];
        expect(await http({ url: url() }, { granted })).toMatchObject({ error: 'refused' });
        expect(await http({ url: url() }, { granted: [] })).toMatchObject({ error: 'refused' });
        const node = nodeOf({ uses: ['kv'] });
        expect(await http({ url: url() }, { node })).toMatchObject({ error: 'refused' });
        // A grant gives nothing that was not asked for.
        const manifest = manifestOf({ capabilities: [httpTo(['only.acme.test'])] });
        expect(await http({ url: url() }, { manifest, granted: [httpTo(['api.acme.test'])] })).toMatchObject({ error: 'refused' }); // prettier-ignore
        expect(provider.seen).toEqual([]);
      });

      it('follows no redirect: the plugin is told where it leads, and asks again under the same rules', async () => {
        const inside = await elsewhere.start();
        provider.answer = (_, response) => void response.writeHead(302, { location: `http://127.0.0.1:${inside}/v1/secret` }).end(); // prettier-ignore
        const answer = await http({ url: url() });
        expect(answer).toMatchObject({ status: 302, headers: { location: `http://127.0.0.1:${inside}/v1/secret` } });
        expect(await http({ url: `http://127.0.0.1:${inside}/v1/secret` })).toMatchObject({ error: 'refused' });
        expect(elsewhere.seen).toEqual([]);
      });

      it.each<[string, JsonObject]>([
        ['host', { host: 'evil.test' }],
        ['length', { 'Content-Length': '5' }],
        ['transfer encoding', { 'transfer-encoding': 'chunked' }],
        ['connection', { connection: 'upgrade' }],
        ['a line break', { 'x-a': 'b\r\nx-injected: 1' }],
        ['a null', { 'x-a': 'b\0' }],
        ['a name with a colon', { 'x-a: b\r\nx': 'c' }],
        ['who forwarded', { 'X-Forwarded-For': '10.0.0.1' }],
        ['the key of repetitions', { 'Idempotency-Key': 'mine' }],
        ['the same twice', { 'X-A': '1', 'x-a': '2' }],
        ['no text', { 'x-a': 1 }],
      ])('is refused headers of the connection or of the host: %s', async (_, headers) => {
        expect(await http({ url: url(), headers })).toMatchObject({ error: 'refused' });
        expect(provider.seen).toEqual([]);
      });

      it('reads answers of a bounded size, and no cookies', async () => {
        provider.answer = (_, response) => {
          response.writeHead(200, { 'set-cookie': 'a=b', 'retry-after': '7', 'content-type': 'text/plain' });
          response.end('x'.repeat(256 * 1024));
        };
        const answer = await http({ url: url() });
        expect((answer['body'] as string).length).toBe(256 * 1024);
        expect(answer['headers']).toMatchObject({ 'retry-after': '7' });
        expect(answer['headers']).not.toHaveProperty('set-cookie');
        let stopped = false;
        provider.answer = (_, response) => {
          response.writeHead(200);
          const more = setInterval(() => response.write('x'.repeat(64 * 1024)), 1);
          response.on('close', () => {
            stopped = true;
            clearInterval(more);
          });
        };
        expect(await http({ url: url() })).toMatchObject({ error: 'too-large' });
        await expect.poll(() => stopped).toBe(true);
      });

      it('waits as long as it may and no longer; what may have arrived is in doubt', async () => {
        provider.answer = () => undefined;
        const host = hostOf();
        const began = performance.now();
        const [reply] = await host.call([{ op: 'http', args: { method: 'POST', url: url(), item: 1, timeoutMs: 1 } }]);
        expect(reply).toMatchObject({ ok: { error: 'timeout' } });
        expect(performance.now() - began).toBeLessThan(2_000);
        expect([...host.doubtful()]).toEqual([1]);
        // One that trickles is cut off by the same clock.
        provider.answer = (_, response) => {
          response.writeHead(200);
          const drip = setInterval(() => response.write('x'), 20);
          response.on('close', () => clearInterval(drip));
        };
        expect(await http({ url: url(), timeoutMs: 300 })).toMatchObject({ error: 'timeout' });
        expect(await http({ url: 'http://api.acme.test:1/v1/x' })).toMatchObject({ error: 'unreachable' });
      });

      it('keeps to its budget, for each item and for what belongs to none', async () => {
        const host = hostOf();
        const call = (item: number | null) => ({ op: 'http', args: { method: 'GET', url: url(), ...(item === null ? {} : { item }) } }); // prettier-ignore
        const told = async (calls: ReturnType<typeof call>[]) => (await host.call(calls)).map((reply) => ((reply as { ok: JsonObject }).ok)['error'] ?? 'ok'); // prettier-ignore
        expect(await told([call(0), call(0), call(0), call(1)])).toEqual(['ok', 'ok', 'budget', 'ok']);
        expect(await told([null, null, null, null, null].map(call))).toEqual(['ok', 'ok', 'ok', 'ok', 'budget']);
        expect(await http({ url: url(), item: 2 })).toMatchObject({ error: 'refused' });
        expect(await http({ url: url(), body: 'x'.repeat(300_000), method: 'POST' })).toMatchObject({ error: 'too-large' }); // prettier-ignore
      });

      it('does nothing for whom it must not leave any more', async () => {
        const asked: number[][] = [];
        const host = hostOf({
          begin: (keys) => {
            asked.push([...keys]);
            return Promise.resolve(new Set(keys.filter((key) => key !== 1)));
          },
        });
        const call = (item: number) => ({ op: 'http', args: { method: 'POST', url: url(), item } });
        const replies = await host.call([call(0), call(1), call(0)]);
        expect(asked).toEqual([[0, 1]]);
        expect(replies[1]).toMatchObject({ ok: { error: 'refused' } });
        expect(provider.seen).toHaveLength(2);
        expect([...host.denied()]).toEqual([1]);
      });
    });

    describe('with credentials', () => {
      const own = (): { manifest: PluginManifest } => ({ manifest: manifestOf({ credentials: [key()] }) });

      it('has the host put them in, and never sees them, whatever the other side says', async () => {
        provider.answer = ({ headers }, response) => {
          const heard = headers['authorization'] ?? '';
          response.writeHead(200, { 'content-type': 'application/json', 'x-echo': heard });
          response.end(JSON.stringify({ heard, bare: SECRET, encoded: encodeURIComponent(SECRET), [SECRET]: [Buffer.from(SECRET).toString('base64')], escaped: `${JSON.stringify(SECRET).replaceAll('/', '\\/')}` })); // prettier-ignore
        };
        const answer = await http({ url: url(), credential: 'key' }, own());
        expect(provider.seen[0]?.headers['authorization']).toBe(`Bearer ${SECRET}`);
        const told = JSON.stringify(answer);
        expect(told).not.toContain(SECRET);
        expect(told).not.toContain(encodeURIComponent(SECRET));
        expect(told).not.toContain(Buffer.from(SECRET).toString('base64'));
        expect(answer).toMatchObject({ body: { heard: '[credential]' } });
      });

      it('sends them in the address and as Basic as well', async () => {
        const inside = manifestOf({ credentials: [key({ inject: { query: { apikey: '{token}' }, basic: { user: 'u', password: '{token}' } } })] }); // prettier-ignore
        await http({ url: url('/v1/now?a=1'), credential: 'key' }, { manifest: inside });
        expect(new URL(provider.seen[0]!.url, 'http://x').searchParams.get('apikey')).toBe(SECRET);
        expect(provider.seen[0]?.headers['authorization']).toBe(`Basic ${Buffer.from(`u:${SECRET}`).toString('base64')}`); // prettier-ignore
      });

      it('sends them nowhere else, to nobody else, and not over what the plugin says', async () => {
        const other = { url: url('/v1/now', 'x.eu.acme.test'), credential: 'key' };
        expect(await http(other, own())).toMatchObject({ error: 'refused', message: expect.stringMatching(/not for x.eu.acme.test:/) as string }); // prettier-ignore
        expect(await http({ url: url(), credential: 'key' }, { ...own(), workspaceId: 2 })).toMatchObject({ error: 'refused', message: expect.stringMatching(/not been entered/) as string }); // prettier-ignore
        const stranger = manifestOf({ id: 'evil.weather', credentials: [key()] });
        expect(await http({ url: url(), credential: 'key' }, { manifest: stranger })).toMatchObject({ error: 'refused' }); // prettier-ignore
        expect(await http({ url: url(), credential: 'other' }, own())).toMatchObject({ error: 'refused' });
        expect(await http({ url: url(), credential: 'key', headers: { Authorization: 'mine' } }, own())).toMatchObject({ error: 'refused' }); // prettier-ignore
        const missing = manifestOf({ credentials: [key({ inject: { headers: { 'x-key': '{nothing}' } } })] });
        expect(await http({ url: url(), credential: 'key' }, { manifest: missing })).toMatchObject({ error: 'refused' }); // prettier-ignore
        expect(provider.seen).toEqual([]);
      });
    });

    describe('in its store', () => {
      let made = 0;
      /** Each for deliveries of its own. */
      const kv = async (op: string, args: JsonObject, more: Partial<HostScope> = {}): Promise<HostReply> => {
        made++;
        const items = [7, 8].map((contactId) => ({ contactId, effectKey: `1:${contactId}:n1:1:call-${made}` }));
        const [reply] = await hostOf({ items, ...more }).call([{ op: `kv.${op}`, args }]);
        return reply!;
      };
      const seen = async (scope: string, more: Partial<HostScope> = {}, item?: number): Promise<Json | undefined> =>
        ((await kv('get', { scope, names: ['a'], ...(item === undefined ? {} : { item }) }, more)) as { ok: JsonObject })
          .ok['a']; // prettier-ignore

      it('keeps, adds and forgets, apart by contact, node, plugin and workspace', async () => {
        await kv('set', { scope: 'workspace', entries: { a: { deep: [1, null] } } });
        await kv('set', { scope: 'contact', item: 0, entries: { a: 'seven' } });
        await kv('set', { scope: 'node', entries: { a: 1 } });
        expect(await kv('add', { scope: 'node', name: 'a', by: 2 })).toEqual({ ok: 3 });
        expect(await seen('workspace')).toEqual({ deep: [1, null] });
        expect(await seen('contact', {}, 0)).toBe('seven');
        expect(await seen('contact', {}, 1)).toBeUndefined();
        expect(await seen('node', { nodeId: 'n2' })).toBeUndefined();
        expect(await seen('node', { journeyId: 6 })).toBeUndefined();
        expect(await seen('workspace', { workspaceId: 2 })).toBeUndefined();
        expect(await seen('workspace', { manifest: manifestOf({ id: 'acme.other' }) })).toBeUndefined();
        await kv('set', { scope: 'workspace', entries: {}, remove: ['a'] });
        expect(await seen('workspace')).toBeUndefined();
        expect(await kv('add', { scope: 'contact', item: 0, name: 'a', by: 1 })).toMatchObject({ error: { code: 'kv' } }); // prettier-ignore
      });

      it('writes once for each delivery, however often its attempt is made', async () => {
        const items = ['r', 's', 't', 'u'].map((one, i) => ({ contactId: i + 1, effectKey: `1:${one}:n1:1:call-1` }));
        const add = (by: number, more: JsonObject = {}, group?: number[]) => ({ op: 'kv.add', args: { scope: 'workspace', name: 'n', by, ...more }, ...(group && { group }) }); // prettier-ignore
        const sum = async (...calls: ReturnType<typeof add>[]): Promise<unknown[]> =>
          (await hostOf({ items, workspaceId: 41 }).call(calls)).map((reply) => ('ok' in reply ? reply.ok : reply));
        const now = async () => (await sum(add(0)))[0];
        // Two writes of one delivery are two; the attempt that is made again finds both.
        expect(await sum(add(1, { item: 0 }), add(1, { item: 0 }), add(1, { item: 1 }))).toEqual([1, 2, 3]);
        expect(await sum(add(1, { item: 0 }), add(1, { item: 0 }), add(1, { item: 1 }))).toEqual([1, 2, 3]);
        expect(await sum(add(1, { scope: 'contact', item: 0 }), add(1, { scope: 'node', item: 0 }))).toEqual([1, 1]);
        // For several together: the same again, then in parts, as of a batch that was cut.
        expect(await sum(add(4, { name: 'all' }))).toEqual([4]);
        expect(await sum(add(4, { name: 'all' }))).toEqual([4]);
        expect(await sum(add(2, { name: 'all' }, [0, 1]), add(2, { name: 'all' }, [2, 3]))).toEqual([4, 4]);
        expect(await sum(add(1, { name: 'all' }, [3]))).toEqual([4]);
        expect(await sum(add(10, { name: 'odd' }), add(7, { name: 'odd' }, [0, 1, 2]))).toEqual([10, 9]);
        expect(await now()).toBe(3);
        // What somebody else wrote since is not overwritten.
        const set = (value: string, item: number) => ({ op: 'kv.set', args: { scope: 'workspace', item, entries: { a: value }, remove: [] } }); // prettier-ignore
        await hostOf({ items, workspaceId: 41 }).call([set('first', 0)]);
        await hostOf({ items, workspaceId: 41 }).call([set('second', 1)]);
        expect(await hostOf({ items, workspaceId: 41 }).call([set('first', 0)])).toEqual([{ ok: null }]);
        expect(await seen('workspace', { workspaceId: 41 })).toBe('second');
        // What could not be written is tried again.
        const tiny: Capability[] = [{ kind: 'kv', scopes: ['workspace'], quotaKb: 0, reason: both('') }];
        const fresh = { op: 'kv.add', args: { scope: 'workspace', item: 2, name: 'late', by: 1 } };
        expect(await hostOf({ items, workspaceId: 42, granted: tiny }).call([fresh])).toMatchObject([{ error: { code: 'quota' } }]); // prettier-ignore
        expect(await hostOf({ items, workspaceId: 42 }).call([fresh])).toEqual([{ ok: 1 }]);
      });

      it('is refused scopes, items and sizes that it was not given', async () => {
        const granted: Capability[] = [{ kind: 'kv', scopes: ['node'], quotaKb: 1, reason: both('') }];
        expect(await kv('get', { scope: 'workspace', names: ['a'] }, { granted })).toMatchObject({ error: { code: 'kv' } }); // prettier-ignore
        expect(await kv('get', { scope: 'contact', item: 2, names: ['a'] })).toMatchObject({ error: { code: 'kv' } });
        expect(await kv('get', { scope: 'contact', names: ['a'] })).toMatchObject({ error: { code: 'kv' } });
        expect(await kv('get', { scope: '=', names: ['='] })).toMatchObject({ error: { code: 'kv' } });
        expect(await kv('get', { scope: 'c:8', names: ['a'] })).toMatchObject({ error: { code: 'kv' } });
        expect(await kv('set', { scope: 'node', entries: { ['n'.repeat(129)]: 1 } })).toMatchObject({ error: { code: 'kv' } }); // prettier-ignore
        const full = { scope: 'node', entries: { big: 'x'.repeat(2_000) } };
        const own = { granted, workspaceId: 31 };
        expect(await kv('set', full, own)).toMatchObject({ error: { code: 'quota' } });
        expect(await pluginKv.used(database.read, 31, 'acme.weather')).toBe(0);
        const node = nodeOf({ uses: ['http'] });
        expect(await kv('get', { scope: 'node', names: ['a'] }, { node })).toMatchObject({ error: { code: 'kv' } });
        expect(await kv('drop', { scope: 'node' })).toMatchObject({ error: { code: 'unknown-op' } });
      });
    });
  });
