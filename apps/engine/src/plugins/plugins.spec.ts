import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyDocument } from '@sojourn/journey';
import { generateKey, rotateKey, signFeed, type RevocationEntry } from '@sojourn/packaging';
import { sampleManifest, sampleNode, samplePackage, type SamplePackage } from '@sojourn/packaging/testing';
import type { Capability } from '@sojourn/plugin-sdk';
import { pluginKv } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CredentialStore } from '../plugin-host/credential-store.js';
import { createPluginCatalogue } from './catalogue.js';
import { testApi, type Person, type TestApi } from '../testing.js';

const [key, feedKey] = [generateKey(), generateKey()];
const ID = 'acme.weather';
const asked = sampleManifest.capabilities ?? [];
const narrow: Capability[] = [{ ...asked[0]!, hosts: ['api.acme.test'] } as Capability, asked[1]!];
const more: Capability = {
  kind: 'kv',
  scopes: ['workspace'],
  quotaKb: 10,
  reason: { en: 'To remember', 'zh-CN': '记住' },
};
/** The node of a version that keeps something, as the contract wants it declared. */
const keeping = { capabilities: [...asked, more], nodes: [{ ...sampleNode, uses: ['http' as const, 'kv' as const] }] };

for (const db of testDatabases())
  describe(`plugins over the API on ${db.name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'sojourn-feed-'));
    const FEED = join(folder, 'feed.json');
    let api: TestApi;
    let owner: Person;
    let stranger: Person;
    beforeAll(async () => {
      const env = { SOJOURN_REVOCATION_FEED: FEED, SOJOURN_REVOCATION_KEY: feedKey.publicKey, SOJOURN_PLUGIN_DEV: '1' };
      api = await testApi(await db.open(), { env });
      owner = api.owner;
      stranger = await api.stranger();
    });
    afterAll(async () => {
      await api.close();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const upload = async (own: Partial<SamplePackage> = {}, by = owner) =>
      by.agent
        .post('/api/plugins/upload')
        .set('content-type', 'application/octet-stream')
        .send(await samplePackage({ key: key.privateKey, ...own }));
    const staged = async (own: Partial<SamplePackage> = {}, by = owner): Promise<string> => {
      const { body } = await upload(own, by);
      expect(body.error, JSON.stringify(body.error)).toBeUndefined();
      return body.staged;
    };
    const version = (number: string, own: object = {}): Partial<SamplePackage> => ({
      manifest: { version: number, ...own },
    });
    const post = (path: string, body: object = {}, by = owner) => by.agent.post(`/api/plugins/${path}`).send(body);
    const view = async (by = owner) => (await by.agent.get(`/api/plugins/${ID}`)).body;

    it('a package that is uploaded says what it would be able to do', async () => {
      const { body } = await upload();
      expect(body).toMatchObject({
        plugin: { id: ID, version: '1.0.0', publisher: 'acme' },
        key: { id: key.id, known: false, rotated: false },
        risk: 'medium',
        warnings: [],
        isUpgradeOf: null,
        data: { reads: ['attributes.city'], writes: [] },
      });
      expect(body.capabilities.map(({ kind, isNew }: { kind: string; isNew: boolean }) => [kind, isNew])).toEqual([['http', true], ['contacts.read', true]]); // prettier-ignore
      expect((await owner.agent.get('/api/plugins').expect(200)).body.items).toEqual([]);
    });

    it('an unknown publisher is installed only by somebody who trusts the key', async () => {
      const hash = await staged();
      const refused = await post('install', { hash, capabilities: asked }).expect(409);
      expect(refused.body.error).toMatchObject({ code: 'plugin.unknown-key', details: { key: key.id } });
      const { body } = await post('install', { hash, capabilities: narrow, trustKey: true }).expect(201);
      expect(body).toMatchObject({
        id: ID,
        state: 'active',
        hash,
        origin: 'upload',
        granted: [{ hosts: ['api.acme.test'] }, {}],
      });
      expect((await owner.agent.get('/api/publishers')).body.items).toMatchObject([{ publisher: 'acme', keyId: key.id, how: 'trusted', retiredAt: null }]); // prettier-ignore
      expect((await post('install', { hash, capabilities: [] }).expect(409)).body.error.code).toBe(
        'plugin.installed-already',
      );
      expect((await api.ports.pluginCatalogue.installed(owner.workspaceId))[0]).toMatchObject({ pin: { plugin: ID, hash }, state: 'ok' }); // prettier-ignore
    });

    it('another tenant sees nothing of it and cannot install what it has not looked at', async () => {
      expect((await stranger.agent.get('/api/plugins')).body.items).toEqual([]);
      expect((await stranger.agent.get('/api/publishers')).body.items).toEqual([]);
      const { hash } = await view();
      expect((await post('install', { hash, capabilities: [], trustKey: true }, stranger).expect(404)).body.error.code).toBe('plugin.not-staged'); // prettier-ignore
      for (const path of ['', '/usage', '/grants', '/versions'])
        await stranger.agent.get(`/api/plugins/${ID}${path}`).expect(404);
      await post(`${ID}/disable`, {}, stranger).expect(404);
      await stranger.agent.delete(`/api/plugins/${ID}`).expect(404);
    });

    it('what was looked at can be looked at again, by the same tenant', async () => {
      const { hash } = await view();
      const { body } = await owner.agent.get(`/api/plugins/staged/${hash}`).expect(200);
      expect(body).toMatchObject({ staged: hash, plugin: { id: ID }, key: { id: key.id, known: true } });
      const other = await stranger.agent.get(`/api/plugins/staged/${hash}`).expect(404);
      expect(other.body.error.code).toBe('plugin.not-staged');
    });

    it('the same files signed by somebody else are theirs alone', async () => {
      const other = generateKey();
      const hash = await staged({ key: other.privateKey }, stranger);
      expect(hash).toBe((await view()).hash);
      await post('install', { hash, capabilities: [], trustKey: true }, stranger).expect(201);
      expect((await stranger.agent.get('/api/publishers')).body.items).toMatchObject([{ keyId: other.id }]);
      expect((await upload({ key: other.privateKey })).body.error.code).toBe('plugin.wrong-key');
    });

    it('a grant is never more than what is asked for, and may be less', async () => {
      const wide = { ...asked[0], hosts: ['evil.test'] };
      expect((await owner.agent.put(`/api/plugins/${ID}/grant`).send({ capabilities: [wide] }).expect(422)).body.error.code).toBe('plugin.too-much'); // prettier-ignore
      const broken = await owner.agent
        .put(`/api/plugins/${ID}/grant`)
        .send({ capabilities: [{ kind: 'http' }] })
        .expect(422);
      expect(broken.body.error.code).toBe('request.invalid');
      const { body } = await owner.agent.put(`/api/plugins/${ID}/grant`).send({ capabilities: narrow }).expect(200);
      expect(body.granted[0]).toEqual(narrow[0]);
      const { items } = (await owner.agent.get(`/api/plugins/${ID}/grants`).expect(200)).body;
      expect(items).toHaveLength(2);
      expect(items[0]).toMatchObject({ manifestHash: body.hash, version: '1.0.0', by: expect.any(String) });
    });

    it('an upgrade that asks for no more keeps what was narrowed', async () => {
      const hash = await staged(version('1.1.0'));
      const { body } = await post(`${ID}/upgrade`, { hash }).expect(200);
      expect(body).toMatchObject({ state: 'upgraded', plugin: { version: '1.1.0', granted: narrow } });
    });

    it('one that asks for more can be refused, and waits again only when somebody asks for it', async () => {
      const hash = await staged(version('1.2.0', keeping));
      await post(`${ID}/upgrade`, { hash }).expect(200);
      const other = await post(`${ID}/pending/refuse`, { hash: 'f'.repeat(64) }).expect(409);
      expect(other.body.error).toMatchObject({ code: 'plugin.nothing-pending', details: { pending: hash } });
      await post(`${ID}/pending/refuse`, { hash }, stranger).expect(409);
      const { body } = await post(`${ID}/pending/refuse`, { hash }).expect(200);
      const who = { version: '1.2.0', hash, by: expect.any(String), at: expect.any(Number) };
      expect(body).toMatchObject({ version: '1.1.0', state: 'active', pending: null, refused: [who] });
      expect((await post(`${ID}/pending/refuse`, { hash }).expect(409)).body.error.code).toBe('plugin.nothing-pending');
      const again = (await post(`${ID}/upgrade`, { hash }).expect(409)).body.error;
      expect(again).toMatchObject({ code: 'plugin.was-refused', details: { version: '1.2.0', by: who.by } });
      expect((await view()).pending).toBeNull();
      const audit = (await owner.agent.get('/api/audit').expect(200)).body.items as { action: string }[];
      expect(audit.map(({ action }) => action)).toContain('plugin.upgrade-refused');
      const asked = (await post(`${ID}/upgrade`, { hash, askAgain: true }).expect(200)).body;
      expect(asked).toMatchObject({ state: 'pending', plugin: { pending: { hash }, refused: [] } });
    });

    it('one that asks for more waits for consent while the old one goes on', async () => {
      const hash = await staged(version('1.2.0', keeping));
      const waiting = (await post(`${ID}/upgrade`, { hash }).expect(200)).body;
      expect(waiting).toMatchObject({ state: 'pending', plugin: { version: '1.1.0', state: 'active', pending: { version: '1.2.0', hash, asksMore: [{ kind: 'kv' }] } } }); // prettier-ignore
      const { body } = await post(`${ID}/upgrade`, { hash, capabilities: [...narrow, more] }).expect(200);
      expect(body).toMatchObject({
        state: 'upgraded',
        plugin: { version: '1.2.0', pending: null, granted: [{}, {}, { kind: 'kv' }] },
      });
      const pins = (await api.ports.pluginCatalogue.versionsOf(owner.workspaceId, ID)).map(({ pin, state }) => [
        pin.version,
        state,
      ]);
      expect(pins).toEqual([['1.2.0', 'ok'], ['1.1.0', 'ok'], ['1.0.0', 'ok']]); // prettier-ignore
    });

    it('what is taken away is taken away from older versions too', async () => {
      await owner.agent
        .put(`/api/plugins/${ID}/grant`)
        .send({ capabilities: [asked[1], more] })
        .expect(200);
      const { items } = (await owner.agent.get(`/api/plugins/${ID}/grants`)).body;
      const newest = new Map<string, Capability[]>();
      for (const { version: of, capabilities } of items) if (!newest.has(of)) newest.set(of, capabilities);
      expect(newest.get('1.0.0')?.map(({ kind }) => kind)).toEqual(['contacts.read']);
      expect(newest.get('1.1.0')?.map(({ kind }) => kind)).toEqual(['contacts.read']);
    });

    it('an older version comes back only when somebody says so', async () => {
      const hash = await staged(version('1.1.0'));
      expect((await post(`${ID}/upgrade`, { hash }).expect(409)).body.error).toMatchObject({ code: 'plugin.unacknowledged', details: { warnings: [{ code: 'downgrade' }] } }); // prettier-ignore
      const { body } = await post(`${ID}/upgrade`, { hash, acknowledge: ['downgrade'] }).expect(200);
      expect(body).toMatchObject({ state: 'upgraded', plugin: { version: '1.1.0' } });
    });

    it('a version is one thing for good', async () => {
      expect((await upload({ code: 'var sojournPlugin = { other: 1 };' })).body.error.code).toBe(
        'plugin.version-replaced',
      );
    });

    it('another key is refused, one handed over is taken when it is read, and retires the old one', async () => {
      const [next, thief] = [generateKey(), generateKey()];
      expect((await upload({ ...version('2.0.0'), key: thief.privateKey })).body.error.code).toBe('plugin.wrong-key');
      const forged = { ...rotateKey(thief.privateKey, thief), from: key.id };
      expect((await upload({ ...version('2.0.0'), key: thief.privateKey, rotations: [forged] })).body.error.code).toBe('plugin.wrong-key'); // prettier-ignore
      const own = { ...version('2.0.0'), key: next.privateKey, rotations: [rotateKey(key.privateKey, next)] };
      const { body } = await upload(own);
      expect(body).toMatchObject({ key: { id: next.id, rotated: true }, warnings: [{ code: 'key-rotated' }] });
      await post(`${ID}/upgrade`, { hash: body.staged, acknowledge: ['key-rotated'] }).expect(200);
      const { items } = (await owner.agent.get('/api/publishers')).body;
      expect(items.filter(({ retiredAt }: { retiredAt: number | null }) => retiredAt === null)).toMatchObject([{ keyId: next.id, how: 'rotated' }]); // prettier-ignore
      expect((await upload(version('2.0.1'))).body.error.code).toBe('plugin.wrong-key');
    });

    it.each([
      ['plugin.reserved', { id: 'sojourn.weather' }],
      ['plugin.wrong-range', { product: '>=99.0.0' }],
      ['plugin.wrong-range', { sdk: '^9.0.0' }],
    ])('%s: %j', async (code, manifest) => {
      const { body } = await upload({ manifest });
      // The contract's own check may be stricter than the range.
      expect([code, 'package.bad-manifest']).toContain(body.error.code);
    });

    it('a name that looks like one that is known must be acknowledged', async () => {
      const other = generateKey();
      const hash = await staged({ manifest: { id: 'acrne.weather' }, key: other.privateKey });
      const consent = { hash, capabilities: [], trustKey: true };
      expect((await post('install', consent).expect(409)).body.error.details.warnings).toMatchObject([
        { code: 'look-alike' },
      ]);
      await post('install', { ...consent, acknowledge: ['look-alike'] }).expect(201);
      await owner.agent.delete('/api/plugins/acrne.weather').expect(204);
    });

    it('what is disabled says so at once, and comes back', async () => {
      await post(`${ID}/disable`).expect(200);
      expect((await view()).state).toBe('disabled');
      const [found] = await api.ports.pluginCatalogue.installed(owner.workspaceId);
      expect(found?.state).toBe('disabled');
      expect((await post(`${ID}/enable`).expect(200)).body.state).toBe('active');
    });

    it('what a drawing has is not uninstalled', async () => {
      const { hash, version: number } = await view();
      const { id, revision } = (await owner.agent.post('/api/journeys').send({ name: 'J' }).expect(201)).body;
      const empty = emptyDocument('J');
      const node = { id: 'w', type: `${ID}/forecast`, config: { city: 'Ulm' }, position: { x: 0, y: 0 } };
      const document = {
        ...empty,
        nodes: [...empty.nodes, node],
        plugins: { [node.type]: { plugin: ID, version: number, hash } },
      };
      await owner.agent
        .put(`/api/journeys/${id}/draft`)
        .send({ revision: revision ?? 1, document })
        .expect(200);
      expect((await owner.agent.get(`/api/plugins/${ID}/usage`).expect(200)).body).toEqual({ inUse: true, journeys: [{ id, name: 'J', state: 'draft', nodes: ['w'], versions: [], parkedPeople: [] }] }); // prettier-ignore
      const refused = (await owner.agent.delete(`/api/plugins/${ID}`).expect(409)).body.error;
      expect(refused).toMatchObject({ code: 'plugin.in-use', details: { journeys: [{ name: 'J' }] }, message: { en: expect.stringContaining('“J” (draft) has it: take its steps out.'), 'zh-CN': expect.stringContaining('旅程“J”（草稿）使用其节点，请移除。') } }); // prettier-ignore
      await owner.agent.delete(`/api/journeys/${id}`).expect(204);
      expect((await owner.agent.get(`/api/plugins/${ID}/usage`)).body.inUse).toBe(false);
    });

    const entry = (versions: string[]): RevocationEntry => ({ plugin: ID, versions, reason: { en: 'It leaks', 'zh-CN': '泄露数据' }, at: 5 }); // prettier-ignore
    const feed = (seq: number, entries: RevocationEntry[], by = feedKey): void =>
      writeFileSync(FEED, JSON.stringify(signFeed({ seq, issuedAt: seq, entries }, by.privateKey)));
    const refresh = () => post('revocations/refresh');

    it('what is revoked stops in every workspace, and runs again when the feed drops it', async () => {
      feed(2, [entry(['2.0.0'])]);
      expect((await refresh().expect(200)).body).toMatchObject({
        seq: 2,
        items: [{ plugin: ID, version: '2.0.0', installed: true }],
      });
      expect(await view()).toMatchObject({ state: 'revoked', revoked: { reason: { en: 'It leaks' } } });
      // The stranger has 1.0.0.
      expect((await view(stranger)).state).toBe('active');
      feed(3, [entry(['*'])]);
      await refresh().expect(200);
      expect((await view(stranger)).state).toBe('revoked');
      feed(2, []);
      expect((await refresh().expect(409)).body.error.code).toBe('revocation.older');
      feed(4, [], generateKey());
      expect((await refresh().expect(422)).body.error.code).toBe('revocation.wrong-signature');
      rmSync(FEED);
      expect((await refresh().expect(424)).body.error.code).toBe('revocation.away');
      const held = (await owner.agent.get('/api/plugins/revocations')).body;
      expect(held).toMatchObject({ seq: 3, error: expect.stringContaining('cannot be read') });
      expect((await view()).state).toBe('revoked');
      feed(4, []);
      await refresh().expect(200);
      expect([(await view()).state, (await view(stranger)).state]).toEqual(['active', 'active']);
    });

    it('a revoked version is not installed anew', async () => {
      const hash = await staged({ ...version('1.1.0') }, stranger).catch(() => undefined);
      expect(hash).toBeUndefined(); // another key than the stranger has pinned
      feed(5, [{ ...entry([]), versions: undefined, hash: (await view(stranger)).hash }]);
      await refresh().expect(200);
      await stranger.agent.delete(`/api/plugins/${ID}`).expect(204);
      const again = await owner.agent.get('/api/plugins/revocations');
      const revoked = again.body.items[0].hash as string;
      expect((await post('install', { hash: revoked, capabilities: [] }, stranger).expect(409)).body.error.code).toBe(
        'plugin.revoked',
      );
      feed(6, []);
      await refresh().expect(200);
    });

    it('an author’s bundle takes the place of the one before without a signature', async () => {
      const bundle = (code: string) => post('dev', { manifest: { ...sampleManifest, id: 'acme.draft' }, code });
      const { body } = await bundle('var a').expect(201);
      expect(body).toEqual({ plugin: 'acme.draft', version: '0.0.0-dev', hash: 'dev:acme.draft' });
      await bundle('var b').expect(201);
      const found = await api.ports.pluginCatalogue.byPins(owner.workspaceId, [body]);
      expect(found).toMatchObject([{ pin: body, state: 'ok', manifest: { id: 'acme.draft' } }]);
      expect(await api.ports.pluginCatalogue.byPins(stranger.workspaceId, [body])).toEqual([]);
      expect((await post('dev', { manifest: { id: 'x' } }).expect(422)).body.error.code).toBe('package.bad-manifest');
      await owner.agent.delete('/api/plugins/acme.draft').expect(204);
    });

    it('bytes that were changed in the database are noticed, and so is at once that they are mended', async () => {
      const { hash } = await view();
      const [before] = await api.database.read.rows<{ code: string }>('SELECT code FROM plugin_bundle WHERE hash = ?', [hash]); // prettier-ignore
      const write = (code: string) => api.database.inTransaction((tx) => tx.run('UPDATE plugin_bundle SET code = ? WHERE hash = ?', [code, hash])); // prettier-ignore
      await write('steal()');
      let later = 0;
      const clock = { now: () => api.ports.clock.now() + later };
      const fresh = createPluginCatalogue({ database: api.database, clock, development: false });
      expect((await fresh.installed(owner.workspaceId))[0]?.state).toBe('corrupt');
      expect((await post(`${ID}/upgrade`, { hash })).body.error.code).toBe('plugin.corrupt');
      await write(before!.code); // it was found
      expect((await fresh.installed(owner.workspaceId))[0]?.state).toBe('ok');
      await write('steal()');
      // Found in order just now; a moment later it is looked at again.
      later = 2_000;
      expect((await fresh.installed(owner.workspaceId))[0]?.state).toBe('corrupt');
    });

    it('a manifest that was changed is told of no more once the right one is back', async () => {
      const manifest = { ...sampleManifest, id: 'acme.mended' };
      await post('dev', { manifest, code: 'var a' }).expect(201);
      const [stored] = await api.database.read.rows<{ manifest: string }>("SELECT manifest FROM plugin_bundle WHERE plugin = 'acme.mended'"); // prettier-ignore
      const write = (text: string) => api.database.inTransaction((tx) => tx.run("UPDATE plugin_bundle SET manifest = ? WHERE plugin = 'acme.mended'", [text])); // prettier-ignore
      await write(stored!.manifest.replace('acme.mended', 'acme.evil'));
      const fresh = createPluginCatalogue({ database: api.database, clock: api.ports.clock, development: true });
      const told = async () => (await fresh.versionsOf(owner.workspaceId, 'acme.mended')).map(({ state, manifest: { id } }) => [state, id]); // prettier-ignore
      expect(await told()).toEqual([['corrupt', 'acme.evil']]);
      await write(stored!.manifest);
      expect(await told()).toEqual([['ok', 'acme.mended']]);
      await owner.agent.delete('/api/plugins/acme.mended').expect(204);
    });

    it('a publisher whose key is retired must be trusted anew', async () => {
      await owner.agent.delete('/api/publishers/acme').expect(204);
      await owner.agent.delete('/api/publishers/acme').expect(404);
      const { body } = await upload({ ...version('3.0.0'), key: generateKey().privateKey });
      expect(body.key).toMatchObject({ known: false, rotated: false });
      expect((await post(`${ID}/upgrade`, { hash: body.staged }).expect(409)).body.error.code).toBe(
        'plugin.unknown-key',
      );
    });

    it('everything is written down, in a chain that holds', async () => {
      const actions = new Set<string>();
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: { items: { action: string }[]; next: string | null } } = await owner.agent.get(`/api/audit${cursor === '' ? '' : `?cursor=${cursor}`}`); // prettier-ignore
        for (const { action } of body.items) actions.add(action);
        cursor = body.next;
      }
      for (const what of [
        'plugin.installed',
        'plugin.key-trusted',
        'plugin.granted',
        'plugin.upgrade-waits',
        'plugin.upgraded',
        'plugin.key-rotated',
        'plugin.disabled',
        'plugin.enabled',
        'plugin.uninstalled',
        'plugin.revoked',
        'plugin.restored',
        'publisher.retired',
      ])
        // prettier-ignore
        expect(actions, what).toContain(what);
      expect((await owner.agent.get('/api/audit/verify')).body).toMatchObject({ ok: true });
      expect(api.errors).toEqual([]);
    });

    it('what was entrusted to a plugin is gone once it is uninstalled', async () => {
      const credentials = [{ name: 'key', title: { en: 'Key', 'zh-CN': '密钥' }, fields: { type: 'object', properties: { token: { type: 'string', title: 'Token', 'x-zh-CN': { title: '令牌' }, 'x-secret': true } }, required: ['token'] }, inject: { headers: { authorization: 'Bearer {token}' } }, hosts: ['api.acme.test'] }]; // prettier-ignore
      const own = { manifest: { id: 'initech.sky', credentials }, key: generateKey().privateKey };
      const hash = await staged(own);
      await post('install', { hash, capabilities: asked, trustKey: true }).expect(201);
      const at = { workspaceId: owner.workspaceId, plugin: 'initech.sky', place: 'w', contactId: 0 };
      const store = new CredentialStore(api.database, api.ports.vault);
      await api.database.inTransaction(async (tx) => {
        await pluginKv.set(tx, at, new Map([['a', '1']]), { quotaBytes: 1_000, now: 1 });
        await store.write(tx, owner.workspaceId, 'initech.sky', 'key', {
          values: { token: 's3cret' },
          at: 1,
          by: null,
        });
      });
      expect(await store.values(owner.workspaceId, 'initech.sky', 'key')).toEqual({ token: 's3cret' });
      await owner.agent.delete('/api/plugins/initech.sky').expect(204);
      expect(await store.values(owner.workspaceId, 'initech.sky', 'key')).toBeUndefined();
      expect((await pluginKv.get(api.database.read, at, ['a'])).size).toBe(0);
    });

    it('an icon is handed out as a picture that can do nothing', async () => {
      const icon = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h8"/></svg>';
      const icons = { light: 'icon.svg', dark: 'icon.svg' };
      const hash = await staged({
        manifest: { id: 'umbra.sky', icons },
        files: { 'icon.svg': icon },
        key: generateKey().privateKey,
      });
      const { headers, body } = await owner.agent.get(`/api/plugins/icons/${hash}/dark`).expect(200);
      expect(headers['content-type']).toMatch(/^image\/svg\+xml/);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
      expect(String(body)).toBe(icon);
      const none = await owner.agent.get(`/api/plugins/icons/${'0'.repeat(64)}/dark`).expect(404);
      // What is not there may come: nobody remembers that for a year.
      expect(none.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': expect.stringContaining('json') }); // prettier-ignore
      await owner.agent.get('/api/plugins/icons/x/light').expect(404);
    });

    it('two who install at once install once', async () => {
      const hash = await staged({ manifest: { id: 'globex.sky' }, key: generateKey().privateKey });
      const consent = { hash, capabilities: [], trustKey: true };
      const answers = await Promise.all([1, 2, 3].map(() => post('install', consent)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect((await owner.agent.get('/api/plugins/globex.sky/grants')).body.items).toHaveLength(1);
    });

    it('what is not a package is refused before it is read', async () => {
      const asJson = await owner.agent.post('/api/plugins/upload').send({}).expect(415);
      expect(asJson.body.error).toMatchObject({ code: 'package.content-type', message: { en: expect.stringContaining('octet-stream') } }); // prettier-ignore
      const large = Buffer.alloc(5 * 1024 * 1024 + 1);
      const { body } = await owner.agent.post('/api/plugins/upload').set('content-type', 'application/octet-stream').send(large).expect(422); // prettier-ignore
      expect(body.error).toMatchObject({ code: 'package.too-large', details: { limitMb: 5, what: 'packed' } });
      expect((await post('inspect', { name: '@acme/weather', version: '1.0.0' }).expect(409)).body.error.code).toBe(
        'registry.off',
      );
    });
  });
