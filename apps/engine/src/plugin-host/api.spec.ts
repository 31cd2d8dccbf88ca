import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { VirtualClock, type JsonObject } from '@sojourn/kernel';
import type { Capability, PluginManifest } from '@sojourn/plugin-sdk';
import { pluginSources } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testApi, type Person, type TestApi } from '../testing.js';
import { httpTo, manifestOf, namesTo, nodeOf, Provider } from './host.spec-kit.js';
import { openAgents, type Agents } from './http/agents.js';
import { codeOf, install } from './installed.spec-kit.js';
import { pollSources } from './sources/poll-sources.js';

const both = (text: string) => ({ en: text, 'zh-CN': text });
const SECRET = 'tok-123456';

for (const db of testDatabases())
  describe(`the API of the plugin host on ${db.name}`, () => {
    const provider = new Provider();
    const clock = new VirtualClock(Date.UTC(2026, 5, 1));
    let port = 0;
    let agents: Agents;
    let api: TestApi;
    let owner: Person;
    let stranger: Person;
    let made = 0;
    beforeAll(async () => {
      port = await provider.start();
      agents = openAgents({ allow: ['127.0.0.1/32'], resolve: namesTo({ 'api.acme.test': '127.0.0.1' }) });
      api = await testApi(await db.open(), { agents, clock });
      owner = api.owner;
      stranger = await api.stranger();
    });
    afterAll(async () => {
      await api.close();
      await agents.close();
      await provider.stop();
      await db.close();
    });
    beforeEach(() => {
      provider.seen.length = 0;
      provider.answer = ({ headers }, response) => void response.writeHead(headers['authorization'] === `Bearer ${SECRET}` ? 200 : 401, { 'content-type': 'application/json' }).end('{"orders":[]}'); // prettier-ignore
    });

    const capabilities = (): Capability[] => [
      httpTo([`api.acme.test:${port}`]),
      { kind: 'events.emit', names: ['order placed'], reason: both('') },
      { kind: 'contacts.read', fields: ['attributes.city'], reason: both('') },
    ];
    const credentials = (): PluginManifest['credentials'] => [
      {
        name: 'api',
        title: both('API key'),
        fields: { type: 'object', required: ['token'], properties: { token: { type: 'string', minLength: 3, 'x-secret': true } } },
        inject: { headers: { authorization: 'Bearer {token}' } },
        hosts: [`api.acme.test:${port}`],
        test: { method: 'GET', url: `http://api.acme.test:${port}/v1/me` },
      },
    ]; // prettier-ignore
    const plugin = async (code: string, node: Parameters<typeof nodeOf>[0] = {}): Promise<string> => {
      const id = `acme.q${++made}`;
      const manifest = manifestOf({ id, capabilities: capabilities(), credentials: credentials(), nodes: [nodeOf({ data: { reads: ['attributes.city'] }, uses: ['http', 'contacts.read', 'events.emit'], ...node })] }); // prettier-ignore
      await install(api.database, manifest, code, { workspaceId: owner.workspaceId });
      return id;
    };

    describe('credentials', () => {
      it('are entered, tested and forgotten, and never read again', async () => {
        const id = await plugin(codeOf(''));
        const path = `/api/plugins/${id}/credentials`;
        const { agent } = owner;
        expect((await agent.get(path).expect(200)).body.items).toMatchObject([{ name: 'api', hasTest: true, setAt: null, setBy: null, hosts: [`api.acme.test:${port}`] }]); // prettier-ignore
        expect((await agent.post(`${path}/api/test`)).body).toMatchObject({ ok: false, status: null });
        const saved = await agent
          .put(`${path}/api`)
          .send({ values: { token: SECRET } })
          .expect(200);
        expect(saved.body).toMatchObject({ setAt: clock.now(), setBy: expect.any(String) });
        expect(JSON.stringify(saved.body)).not.toContain(SECRET);
        expect(JSON.stringify(await api.database.read.rows('SELECT * FROM secret'))).not.toContain(SECRET);
        const audit = JSON.stringify(await api.database.read.rows('SELECT * FROM audit'));
        expect(audit).toContain('plugin-credential.entered');
        expect(audit).not.toContain(SECRET);
        expect((await agent.post(`${path}/api/test`)).body).toMatchObject({ ok: true, status: 200 });
        await agent
          .put(`${path}/api`)
          .send({ values: { token: 'wrong-one' } })
          .expect(200);
        const refused = (await agent.post(`${path}/api/test`)).body;
        expect(refused).toMatchObject({ ok: false, status: 401 });
        expect(JSON.stringify(refused)).not.toContain('wrong-one');
        await agent.delete(`${path}/api`).expect(204);
        expect((await agent.get(`${path}/api`).expect(200)).body).toMatchObject({ setAt: null });
      });

      it('are held to the schema, within one line, and nobody hears what was entered', async () => {
        const id = await plugin(codeOf(''));
        for (const values of [
          {},
          { token: 'ab' },
          { token: SECRET, other: 'x' },
          { token: 'a\r\nb: c' },
          { token: 5 },
        ]) {
          const { body } = await owner.agent.put(`/api/plugins/${id}/credentials/api`).send({ values }).expect(422);
          expect(body.error.code).toMatch(/credential-invalid|request.invalid/);
          expect(JSON.stringify(body)).not.toContain(SECRET);
        }
        expect((await owner.agent.put(`/api/plugins/${id}/credentials/none`).send({ values: {} }).expect(404)).body.error.code).toBe('plugin-host.no-credential'); // prettier-ignore
      });

      it('belong to a workspace and to admins', async () => {
        const id = await plugin(codeOf(''));
        await owner.agent
          .put(`/api/plugins/${id}/credentials/api`)
          .send({ values: { token: SECRET } })
          .expect(200);
        expect((await stranger.agent.get(`/api/plugins/${id}/credentials`).expect(404)).body.error.code).toBe('plugin-host.not-installed'); // prettier-ignore
        const editor = await api.person('editor').catch(() => undefined);
        await editor?.agent
          .put(`/api/plugins/${id}/credentials/api`)
          .send({ values: { token: SECRET } })
          .expect(403);
      });
    });

    describe('functions of nodes', () => {
      it('answer forms: choices with paging, what a schema cannot say, what would happen, what it would cost', async () => {
        const code = codeOf(`
          options: function (i, ask) { return ask('http', { method: 'GET', url: 'http://api.acme.test:${port}/v1/lists', credential: 'api' }).then(function (a) {
            return { items: [{ value: i.name + a.status, label: i.search + (i.config.city || '') }, { nonsense: 1 }], next: i.cursor ? null : 'p2' }; }); },
          validate: function (i) { return [{ severity: 'error', pointer: '/city', message: { en: 'No such city' } }]; },
          preview: function (i) { return { sees: i.item.contact.attributes, variables: i.item.variables }; },
          estimate: function (i) { return { calls: i.contacts * 2, cost: 'free', seconds: 1.5 }; }`);
        const id = await plugin(code, { hooks: ['options', 'validate', 'preview', 'estimate'] });
        await owner.agent
          .put(`/api/plugins/${id}/credentials/api`)
          .send({ values: { token: SECRET } })
          .expect(200);
        const ask = (hook: string, body: object) =>
          owner.agent.post(`/api/node-types/${id}/forecast/${hook}`).send(body);
        expect((await ask('options', { name: 'list', config: { city: 'x' }, search: 'a', cursor: null }).expect(200)).body).toEqual({ items: [{ value: 'list200', label: 'ax' }], next: 'p2' }); // prettier-ignore
        expect((await ask('options', { name: 'list', config: {}, cursor: 'p2' }).expect(200)).body.next).toBeNull();
        expect((await ask('validate', { config: {} }).expect(200)).body).toEqual({ issues: [{ severity: 'error', pointer: '/city', message: { en: 'No such city', 'zh-CN': 'No such city' } }] }); // prettier-ignore
        const contact = (await owner.agent.post('/api/contacts').send({ externalId: `p${made}`, attributes: { city: '杭州', secret: 'x' } }).expect(201)).body.id as number; // prettier-ignore
        expect((await ask('preview', { config: {}, contact }).expect(200)).body).toEqual({ preview: { sees: { city: '杭州' }, variables: {} } }); // prettier-ignore
        expect((await ask('estimate', { config: {}, contacts: 10 }).expect(200)).body).toEqual({ calls: 20, cost: null, currency: null, seconds: 1.5 }); // prettier-ignore
        expect((await ask('preview', { config: {}, contact: 999_999 }).expect(404)).body.error.code).toBe('contact.not-found'); // prettier-ignore
        await stranger.agent.post(`/api/node-types/${id}/forecast/validate`).send({ config: {} }).expect(404);
      });

      it('fail in words', async () => {
        const id = await plugin(codeOf("validate: function () { throw new Error('broken inside'); }"), { hooks: ['validate'] }); // prettier-ignore
        const path = `/api/node-types/${id}`;
        const { body } = await owner.agent.post(`${path}/forecast/validate`).send({ config: {} }).expect(422);
        expect(body.error).toMatchObject({ code: 'plugin-host.fault', message: { en: expect.stringContaining('broken inside') } }); // prettier-ignore
        expect((await owner.agent.get(`/api/plugins/${id}/recordings`).expect(200)).body.items).toHaveLength(1);
        expect((await owner.agent.post(`${path}/forecast/options`).send({ name: 'x', config: {} }).expect(409)).body.error.code).toBe('plugin-host.no-hook'); // prettier-ignore
        expect((await owner.agent.post(`${path}/other/validate`).send({ config: {} }).expect(404)).body.error.code).toBe('plugin-host.no-node'); // prettier-ignore
        expect((await owner.agent.get(`/api/plugins/${id}/recordings/999999`).expect(404)).body.error.code).toBe('plugin-host.recording-not-found'); // prettier-ignore
      });
    });

    describe('sources', () => {
      const trigger = { kind: 'trigger', inputs: 0, hooks: ['poll', 'receive'], config: { type: 'object', required: ['shop'], properties: { shop: { type: 'string' } }, additionalProperties: false } } as const; // prettier-ignore
      const bringing = (poll: string, receive = 'return { events: [] };'): string => codeOf(`poll: function (i, ask) { ${poll} }, receive: function (i) { ${receive} }`); // prettier-ignore
      const event = (more = '') => `{ id: 'o' + n, type: 'order placed', userId: 'u1', properties: { n: n } ${more} }`;
      const poll = (worker = 'me') => pollSources({ host: api.ports.pluginHost, database: api.database, clock, queue: { announce: () => undefined }, worker }); // prettier-ignore
      const events = async (): Promise<JsonObject[]> =>
        (await api.database.read.rows<{ type: string; properties: string; messageId: string }>("SELECT type, properties, message_id AS messageId FROM event WHERE source = 'plugin' ORDER BY id")).map((one) => ({ ...one, properties: JSON.parse(one.properties) as JsonObject })); // prettier-ignore
      const add = async (id: string, more: object = {}) =>
        (await owner.agent.post('/api/sources').send({ name: 'Shop', plugin: id, nodeType: 'forecast', config: { shop: 'one' }, everySeconds: 60, ...more }).expect(201)).body as { id: number; url: string; revision: number }; // prettier-ignore
      const view = async (id: number) => (await owner.agent.get(`/api/sources/${id}`).expect(200)).body as JsonObject;
      beforeEach(async () => {
        await api.database.inTransaction((tx) => tx.run('DELETE FROM plugin_source'));
        await api.database.inTransaction((tx) => tx.run("DELETE FROM event WHERE source = 'plugin'"));
      });

      it('are asked every so often from where they were; their place is kept together with what they brought', async () => {
        const id = await plugin(bringing(`var n = (i.cursor || 0) + 1; return { cursor: n, events: [${event()}, ${event().replace("'o' + n", "'same'")}] };`), trigger); // prettier-ignore
        const source = await add(id);
        expect(await poll()).toBe(1);
        expect(await poll(), 'not due').toBe(0);
        clock.advanceTo(clock.now() + 60_000);
        expect(await poll()).toBe(1);
        expect((await events()).map(({ messageId }) => messageId)).toEqual([`plugin-source:${source.id}:o1`, `plugin-source:${source.id}:same`, `plugin-source:${source.id}:o2`]); // prettier-ignore
        expect(await view(source.id)).toMatchObject({ events: 3, lastError: null, failures: 0, nextAt: clock.now() + 60_000 }); // prettier-ignore
      });

      it('bring only events that were granted, of somebody; the rest is told', async () => {
        const id = await plugin(bringing(`var n = 1; return { cursor: 1, events: [${event()}, { id: 'x', type: 'other', userId: 'u' }, { id: 'y', type: 'order placed' }, { type: 'order placed', userId: 'u' }, 7] };`), trigger); // prettier-ignore
        const { id: sid } = await add(id);
        await poll();
        expect(await events()).toHaveLength(1);
        const { lastError, failures } = await view(sid);
        expect(failures).toBe(0);
        expect(lastError).toMatch(/4 of 5 events were left out.*other/);
      });

      it('that fail are asked less often, and say why', async () => {
        const id = await plugin(bringing("throw new Error('the shop is closed');"), trigger);
        const { id: sid } = await add(id);
        await poll();
        expect(await view(sid)).toMatchObject({ failures: 1, lastError: expect.stringContaining('the shop is closed') as string, nextAt: clock.now() + 60_000 }); // prettier-ignore
        clock.advanceTo(clock.now() + 60_000);
        await poll();
        expect(await view(sid)).toMatchObject({ failures: 2, nextAt: clock.now() + 120_000 });
        const other = await plugin(bringing("return 'nonsense';"), trigger);
        const { id: second } = await add(other);
        await poll();
        expect((await view(second))['lastError']).toMatch(/no list of events/);
      });

      it('are asked by one worker at a time, and an answer that comes too late is not kept', async () => {
        const id = await plugin(bringing(`var n = 1; return { cursor: 1, events: [${event()}] };`), trigger);
        const { id: sid, revision } = await add(id);
        expect((await Promise.all([poll('w1'), poll('w2'), poll('w3')])).reduce((a, b) => a + b)).toBe(1);
        clock.advanceTo(clock.now() + 60_000);
        const [leased] = await api.database.inTransaction((tx) => pluginSources.lease(tx, { now: clock.now(), holder: 'slow', leaseMs: 60_000, limit: 1 })); // prettier-ignore
        await owner.agent
          .put(`/api/sources/${sid}`)
          .send({ revision, config: { shop: 'two' } })
          .expect(200);
        const { storeBrought, SourceChanged } = await import('./sources/store-brought.js');
        const late = storeBrought({ database: api.database, queue: { announce: () => undefined } }, leased!, { items: [], reached: '9', rejected: [] }, { now: clock.now(), nextAt: clock.now() }); // prettier-ignore
        await expect(late).rejects.toBeInstanceOf(SourceChanged);
        expect((await pluginSources.one(api.database.read, owner.workspaceId, sid))?.reached).toBe('1');
      });

      it('take what is posted to their address, once', async () => {
        const id = await plugin(bringing('return { events: [] };', "if (!i.request.body.order) throw new Error('no order'); return { events: [{ id: i.request.body.order, type: 'order placed', email: 'A@B.c', properties: { shop: i.config.shop, sig: i.request.headers['x-signature'] || null, cookie: i.request.headers.cookie || null, q: i.request.query.q || null } }] };"), trigger); // prettier-ignore
        const source = await add(id);
        expect(source.url).toMatch(/\/hooks\/sources\/[\w-]{43}$/);
        expect(JSON.stringify(await api.database.read.rows('SELECT * FROM plugin_source'))).not.toContain(source.url.slice(-43)); // prettier-ignore
        const post = (body: object, to = source.url) => api.anyone().post(`${to}?q=1`).set('x-signature', 's1').set('cookie', 'a=b').send(body); // prettier-ignore
        expect((await post({ order: 'o-1' }).expect(200)).body).toEqual({ stored: 1, duplicates: 0, rejected: [] });
        expect((await post({ order: 'o-1' }).expect(200)).body).toEqual({ stored: 0, duplicates: 1, rejected: [] });
        expect(await events()).toMatchObject([{ type: 'order placed', properties: { shop: 'one', sig: 's1', cookie: null, q: '1' } }]); // prettier-ignore
        expect((await post({}).expect(422)).body.error).toMatchObject({ code: 'source.rejected', message: { en: expect.stringContaining('no order') } }); // prettier-ignore
        expect(await view(source.id)).toMatchObject({ events: 1, lastError: expect.stringContaining('no order') as string }); // prettier-ignore
        const { body: again } = await owner.agent.post(`/api/sources/${source.id}/address`).expect(200);
        await post({ order: 'o-2' }).expect(404);
        await post({ order: 'o-2' }, again.url as string).expect(200);
        await owner.agent
          .put(`/api/sources/${source.id}`)
          .send({ revision: again.revision, state: 'paused' })
          .expect(200);
        expect((await post({ order: 'o-3' }, again.url as string).expect(409)).body.error.code).toBe('source.paused');
        expect((await post({ order: 'x'.repeat(300_000) }, again.url as string)).status).toBeGreaterThanOrEqual(409);
      });

      it('see the text that was posted, and learn whether it was signed, but not with what', async () => {
        const receive = `var r = i.request; return ask('signature', { credential: 'api', field: r.query.field || 'token', text: r.raw, signature: r.headers['x-signature'] || '', encoding: r.query.encoding })
          .then(function (isTheirs) { if (!isTheirs) throw new Error('not signed'); return { events: [{ id: r.raw, type: 'order placed', email: 'a@b.c' }] }; });`;
        const id = await plugin(codeOf(`receive: function (i, ask) { ${receive} }, options: function (i, ask) { return ask('signature', { credential: 'api', field: 'token', text: 'x', signature: 'y' }); }`), { ...trigger, hooks: ['receive', 'options'] }); // prettier-ignore
        const { url } = (await add(id, { everySeconds: undefined })) as { url: string };
        const text = '{ "order":\t"鲜花",  "total": 1.0 }';
        const signed = (encoding: 'hex' | 'base64', secret = SECRET) => createHmac('sha256', secret).update(text).digest(encoding); // prettier-ignore
        const post = (signature: string, query = '', sent = text) => api.anyone().post(`${url}${query}`).set('content-type', 'application/json').set('x-signature', signature).send(sent); // prettier-ignore
        const refused = async (...args: Parameters<typeof post>) => (await post(...args).expect(422)).body.error.details.fault as string; // prettier-ignore
        expect(await refused(signed('hex'))).toMatch(/credential: The credential "api" was not entered/);
        await owner.agent.put(`/api/plugins/${id}/credentials/api`).send({ values: { token: SECRET } }).expect(200); // prettier-ignore
        expect((await post(signed('hex')).expect(200)).body).toMatchObject({ stored: 1 });
        expect((await post(signed('base64'), '?encoding=base64').expect(200)).body).toMatchObject({ duplicates: 1 });
        for (const [signature, query, sent] of [
          [''],
          ['zz'],
          [signed('hex').slice(0, 32)],
          [signed('base64')],
          [signed('hex', 'tok-123457')],
          [signed('hex'), '', text.replaceAll(' ', '')],
        ] as const)
          // prettier-ignore
          expect(await refused(signature, query, sent), signature).toMatch(/not signed/);
        expect(await refused(signed('hex'), '?field=constructor')).toMatch(/credential: plugin.json has no field "constructor"/); // prettier-ignore
        expect(await refused(signed('hex'), '?encoding=utf16le')).toMatch(/signatures: A signature is hex or base64/);
        const pin = api.ports.pluginHost.library.current(owner.workspaceId, id)!;
        const elsewhere = await api.ports.pluginHost.hooks.run({ workspaceId: owner.workspaceId, pin, node: 'forecast', entry: 'options', input: {} }); // prettier-ignore
        expect(elsewhere).toMatchObject({ fault: expect.stringContaining('in `receive` alone') as string });
      });

      it('take forms and text as well as JSON, answer whoever asks first, and say what their sender waits for', async () => {
        const receive = `var r = i.request; if (r.query.echo) return { events: [], reply: { body: r.query.echo } };
          if (r.query.bad) return { events: [], reply: { body: '<b>', type: 'text/html' } };
          return { events: [{ id: 'b' + r.raw.length, type: 'order placed', email: 'a@b.c', properties: { method: r.method, body: r.body, raw: r.raw, kind: r.headers['content-type'] || null } }], reply: { body: '<xml>ok</xml>', type: 'application/xml' } };`;
        const id = await plugin(codeOf(`receive: function (i) { ${receive} }`), { ...trigger, hooks: ['receive'] });
        const { url } = (await add(id, { everySeconds: undefined })) as { url: string };
        const post = (type: string, text: string) => api.anyone().post(url).set('content-type', type).send(text);
        const seen = async () => (await events()).at(-1)?.properties as JsonObject;
        const form = await post('application/x-www-form-urlencoded; charset=utf-8', 'trade=T1&sum=1.00&tag=a&tag=b&note=%E8%8A%B1').expect(200); // prettier-ignore
        expect(form.text).toBe('<xml>ok</xml>');
        expect(form.headers).toMatchObject({ 'content-type': 'application/xml; charset=utf-8', 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringContaining('sandbox') as string }); // prettier-ignore
        expect(await seen()).toMatchObject({ method: 'POST', body: { trade: 'T1', sum: '1.00', tag: ['a', 'b'], note: '花' }, raw: 'trade=T1&sum=1.00&tag=a&tag=b&note=%E8%8A%B1' }); // prettier-ignore
        await post('text/xml', '<xml><Encrypt>花</Encrypt></xml>').expect(200);
        expect(await seen()).toMatchObject({ body: '<xml><Encrypt>花</Encrypt></xml>', kind: 'text/xml' });
        await post('application/json', '[1, 2]').expect(200);
        expect(await seen()).toMatchObject({ body: [1, 2], raw: '[1, 2]' });
        expect((await post('application/json', '[1, 2').expect(400)).body.error.code).toBe('request.not-json');
        expect((await post('application/json', '['.repeat(70)).expect(422)).body.error.code).toBe('request.too-deep');
        expect((await post('text/plain', 'x'.repeat(300_000)).expect(413)).body.error.code).toBe('source.too-large');
        const asked = await api.anyone().get(`${url}?echo=4711`).expect(200);
        expect([asked.text, asked.headers['content-type']]).toEqual(['4711', 'text/plain; charset=utf-8']);
        expect((await api.anyone().get(`${url}?bad=1`).expect(422)).body.error.details.fault).toMatch(/type of its reply is none of/); // prettier-ignore
      });

      it('learn of other kinds of signatures too', async () => {
        const receive = `var r = i.request; return ask('signature', { credential: 'api', field: 'token', text: [r.query.timestamp, r.query.nonce, r.body], signature: r.query.signature, algorithm: r.query.algorithm }).then(function (isTheirs) { return { events: [], reply: { body: String(isTheirs) } }; });`; // prettier-ignore
        const id = await plugin(codeOf(`receive: function (i, ask) { ${receive} }`), {
          ...trigger,
          hooks: ['receive'],
        });
        const { url } = (await add(id, { everySeconds: undefined })) as { url: string };
        await owner.agent.put(`/api/plugins/${id}/credentials/api`).send({ values: { token: SECRET } }).expect(200); // prettier-ignore
        const signature = createHash('sha1').update([SECRET, '17', 'n', 'words'].sort().join('')).digest('hex');
        const told = async (query: string) => (await api.anyone().post(`${url}?timestamp=17&nonce=n&${query}`).set('content-type', 'text/plain').send('words')).text; // prettier-ignore
        expect(await told(`algorithm=sorted-sha1&signature=${signature}`)).toBe('true');
        expect(await told(`algorithm=hmac-sha512&signature=${signature}`)).toBe('false');
        expect(await told(`algorithm=none&signature=${signature}`)).toContain('The algorithm is none of');
      });

      it('have opened what a messenger encrypted', async () => {
        const id = await plugin(codeOf("receive: function (i, ask) { return ask('open', { credential: 'api', field: 'token', text: i.request.body }).then(function (opened) { return { events: [], reply: { body: opened ? opened.receiver + ': ' + opened.text : 'shut' } }; }); }"), { ...trigger, hooks: ['receive'] }); // prettier-ignore
        const { url } = (await add(id, { everySeconds: undefined })) as { url: string };
        const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
        await owner.agent
          .put(`/api/plugins/${id}/credentials/api`)
          .send({ values: { token: key } })
          .expect(200);
        const secret = Buffer.from(`${key}=`, 'base64');
        // 16 bytes of chance, the length 2, "hi", "w", and 9 times 9 to fill the block.
        const plain = Buffer.concat([
          Buffer.alloc(16, 1),
          Buffer.from([0, 0, 0, 2]),
          Buffer.from('hiw'),
          Buffer.alloc(9, 9),
        ]);
        const sealed = createCipheriv('aes-256-cbc', secret, secret.subarray(0, 16)).setAutoPadding(false).update(plain).toString('base64'); // prettier-ignore
        const told = async (text: string) => (await api.anyone().post(url).set('content-type', 'text/plain').send(text)).text; // prettier-ignore
        expect([await told(sealed), await told('other')]).toEqual(['w: hi', 'shut']);
      });

      it('are set up as their plugin wants, by admins, in their own workspace', async () => {
        const id = await plugin(bringing('return { events: [] };'), trigger);
        const wrong = (body: object) => owner.agent.post('/api/sources').send({ name: 'x', plugin: id, nodeType: 'forecast', config: { shop: 'one' }, ...body }); // prettier-ignore
        expect((await wrong({ config: {} }).expect(422)).body.error.code).toBe('source.config-invalid');
        expect((await wrong({ nodeType: 'none' }).expect(404)).body.error.code).toBe('plugin-host.no-node');
        expect((await wrong({ plugin: 'acme.none' }).expect(404)).body.error.code).toBe('plugin-host.not-installed');
        const action = await plugin(codeOf(''));
        expect((await wrong({ plugin: action, config: {} }).expect(422)).body.error.code).toBe('source.not-a-trigger');
        const deaf = await plugin(bringing(''), { ...trigger, hooks: ['receive'] });
        expect((await wrong({ plugin: deaf, everySeconds: 60 }).expect(422)).body.error.code).toBe('source.only-receives'); // prettier-ignore
        const source = await add(id);
        await stranger.agent.get(`/api/sources/${source.id}`).expect(404);
        await stranger.agent.delete(`/api/sources/${source.id}`).expect(404);
        expect((await stranger.agent.get('/api/sources').expect(200)).body.items).toEqual([]);
        expect((await owner.agent.put(`/api/sources/${source.id}`).send({ revision: 7, name: 'y' }).expect(409)).body.error.code).toBe('source.stale-revision'); // prettier-ignore
        await owner.agent.delete(`/api/sources/${source.id}`).expect(204);
        await owner.agent.get(`/api/sources/${source.id}`).expect(404);
      });
    });

    it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
  });
