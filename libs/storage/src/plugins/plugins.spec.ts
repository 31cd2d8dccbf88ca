import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.js';
import type { PluginBundleRow } from '../entities/rows.js';
import { testDatabases } from '../testing.js';
import {
  pluginBundles,
  pluginChangesAfter,
  pluginGrants,
  pluginInstalls,
  pluginPackages,
  pluginPublishers,
  pluginRevocations,
  pluginUsage,
  revocationOf,
} from './index.js';

const AT = 1_750_000_000_000;
const bundle = (hash: string, own: Partial<PluginBundleRow> = {}): PluginBundleRow => ({
  hash,
  plugin: 'acme.weather',
  version: '1.0.0',
  manifest: '{"a":"ü"}',
  code: 'var x',
  files: '{}',
  icons: null,
  createdAt: AT,
  ...own,
});
const packed = (workspaceId: number, hash: string, keyId = 'k1') => ({
  workspaceId,
  hash,
  plugin: 'acme.weather',
  version: '1.0.0',
  origin: 'registry' as const,
  npmName: '@acme/weather',
  integrity: 'sha512-x',
  keyId,
  signature: '{}',
  deprecated: null,
  at: AT,
});
const install = (workspaceId: number, hash: string) => ({
  workspaceId,
  plugin: 'acme.weather',
  state: 'active' as const,
  hash,
  pendingHash: null,
  devHash: null,
  installedAt: AT,
  installedBy: null,
  updatedAt: AT,
});

for (const db of testDatabases())
  describe(`plugins on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    it('a bundle is kept once; bytes that were damaged are put right when it comes again', async () => {
      await database.inTransaction(async (tx) => {
        await pluginBundles.keep(tx, bundle('a', { code: 'damaged' }));
        await pluginBundles.keep(tx, bundle('a', { createdAt: 1 }));
      });
      expect(await pluginBundles.find(database.read, 'a')).toEqual(bundle('a'));
      expect(await pluginBundles.heads(database.read, ['a', 'gone'])).toMatchObject([{ hash: 'a', version: '1.0.0' }]);
    });

    it('a worker hears of installs with their grants once, and of nothing else', async () => {
      expect(await pluginChangesAfter(database.read, 0)).toBeUndefined();
      await database.inTransaction(async (tx) => {
        const own = { workspaceId: 1, plugin: 'acme.weather', hash: 'a', at: AT, grantedBy: null };
        await pluginGrants.add(tx, { ...own, capabilities: '[1]' });
        await pluginGrants.add(tx, { ...own, capabilities: '[2]' });
        await pluginGrants.add(tx, { ...own, workspaceId: 2, capabilities: '[3]' });
        await pluginInstalls.write(tx, install(1, 'a'));
      });
      const first = await pluginChangesAfter(database.read, 0);
      expect(first?.installs).toMatchObject([
        { workspaceId: 1, hash: 'a', grants: [{ hash: 'a', capabilities: '[2]' }] },
      ]);
      expect(await pluginChangesAfter(database.read, first!.revision)).toBeUndefined(); // it was there
      expect(await pluginGrants.history(database.read, 1, 'acme.weather')).toMatchObject([
        { capabilities: '[2]' },
        { capabilities: '[1]' },
      ]);
    });

    it('what was removed is heard of and listed no more', async () => {
      const before = (await pluginChangesAfter(database.read, 0))!.revision;
      await database.inTransaction(async (tx) => {
        const row = await pluginInstalls.lock(tx, 1, 'acme.weather');
        await pluginInstalls.write(tx, { ...row!, state: 'removed' });
      });
      expect(await pluginInstalls.list(database.read, 1)).toEqual([]);
      expect((await pluginChangesAfter(database.read, before))?.installs).toMatchObject([{ state: 'removed' }]);
    });

    it('a feed replaces the one before and raises the revision', async () => {
      const before = (await pluginChangesAfter(database.read, 0))!.revision;
      await database.inTransaction(async (tx) => {
        await pluginRevocations.lockFeed(tx);
        const entry = { plugin: 'acme.weather', reason: '{}', at: AT, seq: 1 };
        await pluginRevocations.replace(tx, [
          { ...entry, target: '1.0.0' },
          { ...entry, plugin: 'a.b', target: '*' },
        ]);
        await pluginRevocations.noteFeed(tx, { seq: 1, issuedAt: AT, checkedAt: AT, error: null });
      });
      const { revocations } = (await pluginChangesAfter(database.read, before))!;
      expect(revocationOf(revocations, { plugin: 'acme.weather', version: '1.0.0', hash: 'a' })).toBeDefined();
      expect(revocationOf(revocations, { plugin: 'acme.weather', version: '1.0.1', hash: 'a' })).toBeUndefined();
      expect(await pluginRevocations.feed(database.read)).toMatchObject({ seq: 1, error: null });
      await database.inTransaction((tx) => pluginRevocations.replace(tx, []));
      expect(await pluginRevocations.list(database.read)).toEqual([]);
    });

    it('a key is pinned, retired once, and pinned again', async () => {
      const key = { workspaceId: 1, publisher: 'acme', keyId: 'k1', publicKey: 'pk', pinnedAt: AT, pinnedBy: null };
      await database.inTransaction((tx) => pluginPublishers.pin(tx, { ...key, how: 'trusted' }));
      const gone = { workspaceId: 1, publisher: 'acme', keyId: 'k1', at: AT + 1 };
      expect(await database.inTransaction((tx) => pluginPublishers.retire(tx, gone))).toBe(true);
      expect(await database.inTransaction((tx) => pluginPublishers.retire(tx, gone))).toBe(false);
      expect(await pluginPublishers.list(database.read, 1)).toMatchObject([{ retiredAt: AT + 1 }]);
      await database.inTransaction((tx) => pluginPublishers.pin(tx, { ...key, how: 'trusted' }));
      expect(await pluginPublishers.list(database.read, 1, 'acme')).toMatchObject([{ retiredAt: null }]);
      expect(await pluginPublishers.list(database.read, 2)).toEqual([]);
    });

    it('a version is one thing: other bytes that were installed are remembered by key and by workspace', async () => {
      await database.inTransaction(async (tx) => {
        await pluginPackages.note(tx, packed(1, 'a'));
        await pluginPackages.note(tx, packed(2, 'x'));
      });
      const own = { plugin: 'acme.weather', version: '1.0.0', hash: 'c' };
      const other = (workspaceId: number, keyId: string) =>
        pluginPackages.otherBytes(database.read, { ...own, workspaceId, keyId });
      expect(await other(1, 'k2')).toMatchObject({ hash: 'a' });
      expect(await other(9, 'k1')).toMatchObject({ hash: 'a' });
      expect(await other(9, 'k2')).toBeUndefined();
      // Looked at by workspace 2, never installed.
      expect(await other(2, 'k2')).toBeUndefined();
      expect(
        await pluginPackages.otherBytes(database.read, { ...own, hash: 'a', workspaceId: 1, keyId: 'k1' }),
      ).toBeUndefined();
      expect(await pluginPackages.list(database.read, 1, 'acme.weather')).toHaveLength(1);
      expect(await pluginPackages.find(database.read, 3, 'a')).toBeUndefined();
    });

    it('what nobody was granted is thrown away after a time', async () => {
      await database.inTransaction((tx) => pluginBundles.keep(tx, bundle('b', { version: '2.0.0' })));
      expect(await database.inTransaction((tx) => pluginBundles.purge(tx, AT))).toBe(0);
      expect(await database.inTransaction((tx) => pluginBundles.purge(tx, AT + 1))).toBe(1);
      expect(await pluginBundles.find(database.read, 'a')).toBeDefined();
    });

    it('the usage list names drafts and versions, with the people inside', async () => {
      const document = (plugin: string) =>
        JSON.stringify({
          name: 'J',
          nodes: [],
          edges: [],
          plugins: { [`${plugin}/f`]: { plugin, version: '1.0.0', hash: 'a' } },
        });
      await database.inTransaction(async (tx) => {
        const journey =
          'INSERT INTO journey (id, workspace_id, name, state, draft, draft_revision, live_version_id, revision, created_at, updated_at) VALUES (?, 1, ?, ?, ?, 0, NULL, 0, 0, 0)';
        await tx.run(journey, [11, 'J', 'live', document('acme.weather')]);
        await tx.run(journey, [12, 'K', 'draft', document('acme.weather_x')]);
        const version =
          'INSERT INTO journey_version (id, workspace_id, journey_id, number, document, published_at) VALUES (?, 1, 11, ?, ?, 0)';
        await tx.run(version, [21, 1, document('acme.weather')]);
        await tx.run(version, [22, 2, document('other.thing')]);
      });
      expect(await pluginUsage(database.read, 1, 'acme.weather')).toMatchObject([
        { journeyId: 11, draft: { name: 'J' }, versions: [{ id: 21, number: 1, people: 0 }] },
      ]);
      expect(await pluginUsage(database.read, 2, 'acme.weather')).toEqual([]);
    });
  });
