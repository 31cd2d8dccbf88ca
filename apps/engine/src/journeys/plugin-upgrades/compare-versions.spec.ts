import { systemClock, type JsonObject } from '@sojourn/kernel';
import { itemFrom, type NodeSpec } from '@sojourn/plugin-sdk';
import { createSandbox } from '@sojourn/sandbox';
import { pluginKv, pluginRecordings, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestOf } from '../../plugin-host/host.spec-kit.js';
import { codeOf, deciding, install } from '../../plugin-host/installed.spec-kit.js';
import { openPluginHost, type PluginHost } from '../../plugin-host/plugin-host.js';
import { Vault } from '../../settings/vault.js';
import { comparedVersions, type Comparison, type Side } from './compare-versions.js';

const URL = 'https://api.acme.test/v1/now';
const dry = (effects: Partial<NodeSpec['effects']>): NodeSpec['effects'] => ({ kind: 'external', idempotency: 'none', dryRun: 'outcome', dryOutcome: 'sunny', ...effects }); // prettier-ignore

for (const db of testDatabases())
  describe(`versions that call out are compared with nobody called, on ${db.name}`, () => {
    const sandbox = createSandbox({ processes: 1 });
    let database: Database;
    let host: PluginHost;
    let made = 0;
    beforeAll(async () => {
      database = await db.open();
      host = openPluginHost({
        config: { webhookPrivateAddresses: [], pluginDev: false },
        database,
        clock: systemClock,
        vault: new Vault(Buffer.alloc(32, 1)),
        log: { warn: () => undefined },
        renderer: () => Promise.reject(new Error('not here')),
        sandbox: () => sandbox,
        // Whoever called somebody would not find them.
        agents: new Proxy({} as never, { get: () => { throw new Error('somebody was called'); } }), // prettier-ignore
      });
    });
    afterAll(async () => {
      await host.stop();
      await sandbox.close();
      await db.close();
    });

    const posting = (body: string): string =>
      deciding(`function (item, input, ask) {
        return ask('http', { item: item.key, method: 'POST', url: '${URL}', body: ${body} }).then(function (answer) {
          return { item: item.key, do: 'to', outcome: answer.status === 200 && answer.body.ok ? 'sunny' : 'failed' };
        });
      }`);
    const side = async (id: string, version: string, code: string, more: Partial<NodeSpec> = {}): Promise<Side> => {
      const manifest = manifestOf({ id, version }, { uses: ['http', 'kv'], effects: dry({}), ...more });
      const pin = await install(database, manifest, code);
      return { version: { pin, manifest, state: 'ok' }, spec: manifest.nodes[0]!, config: {} };
    };
    const items = [1, 2].map((id, key) => itemFrom({ key, runId: 0, visit: 1, at: 5_000, arrivedAt: 5_000, timeZone: 'UTC', contact: { id, attributes: {}, tags: [] }, variables: {}, wake: { kind: 'arrived' }, history: {} })); // prettier-ignore
    const compare = (id: string, before: Side, after: Side): Promise<Comparison> =>
      comparedVersions(host.runner, { workspaceId: 1, journeyId: 5, type: `${id}/forecast`, nodeId: 'n' }, before, after, items); // prettier-ignore
    const name = (): string => `acme.c${++made}`;

    it('by what they would send, and how each says that it leaves in a rehearsal', async () => {
      const id = name();
      const one = await side(id, '1.0.0', posting('{ who: item.contact.id }'));
      const same = await side(id, '1.1.0', `${posting('{ who: item.contact.id }')}//`);
      const { different, note } = await compare(id, one, same);
      expect(different).toEqual([]);
      expect(note?.en).toMatch(/Nobody was called.*For 2 of 2, what the versions would send is compared/);
      expect(note?.['zh-CN']).toContain('2 位');
      const other = await side(id, '2.0.0', posting('{ who: item.contact.id, city: 1 }'));
      expect((await compare(id, one, other)).different).toEqual([1, 2].map((who, key) => ({ key, before: `POST ${URL} {"who":${who}} → sunny`, after: `POST ${URL} {"who":${who},"city":1} → sunny` }))); // prettier-ignore
      const leaves = await side(id, '3.0.0', posting('{ who: item.contact.id }'), { effects: dry({ dryOutcome: 'failed' }) }); // prettier-ignore
      expect((await compare(id, one, leaves)).different?.[0]).toEqual({ key: 0, before: 'sunny', after: 'failed' });
    });

    it('by what they decide, where a recording has the answer', async () => {
      const id = name();
      const one = await side(id, '1.0.0', posting('{ who: 1 }'));
      const two = await side(id, '2.0.0', posting('{ who: 1 }').replace('answer.body.ok', '!answer.body.ok'));
      const body = { format: 1, calls: [{ call: { op: 'http', args: { item: 7, method: 'POST', url: URL, body: { who: 1 } } }, reply: { ok: { status: 200, headers: {}, body: { ok: true } } } }] }; // prettier-ignore
      await database.inTransaction((tx) => pluginRecordings.add(tx, { workspaceId: 1, plugin: id, version: '1.0.0', hash: one.version.pin.hash, nodeType: 'forecast', journeyId: 5, nodeId: 'n', at: 1, items: 1, reason: 'x', contactIds: [7], body: JSON.stringify(body) })); // prettier-ignore
      const { different, note } = await compare(id, one, two);
      expect(different).toEqual([0, 1].map((key) => ({ key, before: 'sunny', after: 'failed' })));
      expect(note?.en).toMatch(/For 2 of 2 contacts, answers came from recordings/);
    });

    it('by what `preview` tells; where nothing does, it is said in words', async () => {
      const id = name();
      const previewing = (words: string) => codeOf(`execute: function (input, ask) { return ask('http', { item: 0, method: 'POST', url: '${URL}' }).then(function () { return { decisions: input.items.map(function (i) { return { item: i.key, do: 'drop' }; }) }; }); }, preview: function (i) { return { says: '${words}', of: i.item.contact.id }; }`); // prettier-ignore
      const own = { hooks: ['preview' as const], effects: dry({ dryRun: 'preview' }) };
      const one = await side(id, '1.0.0', previewing('a'), own);
      const two = await side(id, '2.0.0', previewing('b'), own);
      expect((await compare(id, one, two)).different?.[0]).toEqual({ key: 0, before: '{"says":"a","of":1}', after: '{"says":"b","of":1}' }); // prettier-ignore
      const pure = dry({ dryRun: 'run', idempotency: 'pure' });
      const silent = await side(id, '3.0.0', posting('{}'), { effects: pure });
      const still = await side(id, '3.1.0', `${posting('{}')}//`, { effects: pure });
      const { different, note } = await compare(id, silent, still);
      expect(different).toEqual([]);
      expect(note?.en).toMatch(/For 2 of 2, only what the versions would send first is compared/);
    });

    it('over what they keep, which is read and left as it is', async () => {
      const id = name();
      const at = { workspaceId: 1, plugin: id, place: 'n:5:n', contactId: 0 };
      await database.inTransaction((tx) => pluginKv.set(tx, at, new Map([['seen', '3']]), { quotaBytes: 1_000, now: 1 })); // prettier-ignore
      const counting = (least: number) => deciding(`function (item, input, ask) { return ask('kv.add', { scope: 'node', item: item.key, name: 'seen', by: 1 }).then(function (n) { return { item: item.key, do: 'to', outcome: n >= ${least} ? 'sunny' : 'failed' }; }); }`); // prettier-ignore
      const one = await side(id, '1.0.0', counting(4), { uses: ['kv'] });
      const two = await side(id, '2.0.0', counting(5), { uses: ['kv'] });
      const { different, note } = await compare(id, one, two);
      expect(different).toEqual([{ key: 0, before: 'sunny', after: 'failed' }]);
      expect(note?.en).toBe('Nobody was called and nothing was kept.');
      expect(Object.fromEntries(await pluginKv.get(database.read, at, ['seen']))).toEqual({ seen: '3' });
    });

    it('not at all when one of them must not run, or there is nobody', async () => {
      const id = name();
      const one = await side(id, '1.0.0', posting('{}'));
      const gone: Side = { ...one, version: { ...one.version, state: 'revoked' } };
      expect(await compare(id, gone, one)).toEqual({ note: { en: expect.stringContaining('must not run (revoked)') as string, 'zh-CN': expect.any(String) as string } }); // prettier-ignore
      const ask = { workspaceId: 1, journeyId: 5, type: `${id}/forecast`, nodeId: 'n' };
      expect((await comparedVersions(host.runner, ask, one, one, [])).note?.en).toContain('no contact');
    });

    it('of one that nobody has consented to yet, as if they had', async () => {
      const id = name();
      const code = deciding("function (item) { return { item: item.key, do: 'to', outcome: item.contact.email ? 'sunny' : 'failed' }; }"); // prettier-ignore
      const reads = { uses: [], data: { reads: ['email'] }, effects: dry({ idempotency: 'pure', dryRun: 'run' }) };
      const one = await side(id, '1.0.0', code, reads);
      const manifest = { ...one.version.manifest, version: '2.0.0', capabilities: [{ kind: 'contacts.read' as const, fields: ['email'], reason: { en: '', 'zh-CN': '' } }] }; // prettier-ignore
      const pin = await install(database, manifest, code, { workspaceId: 9 });
      const fresh: Side = { ...one, version: { pin, manifest, state: 'no-consent' } };
      const known = items.map((item) => ({ ...item, contact: { ...item.contact, email: 'a@b.c' } }));
      const at = { workspaceId: 1, journeyId: 5, type: `${id}/forecast`, nodeId: 'n' };
      const { different } = await comparedVersions(host.runner, at, one, fresh, known);
      expect(different).toEqual([0, 1].map((key) => ({ key, before: 'failed', after: 'sunny' })) satisfies JsonObject[]); // prettier-ignore
    });
  });
