import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateKey, rotateKey, signFeed } from '@sojourn/packaging';
import { sampleManifest, sampleNode, type SamplePackage } from '@sojourn/packaging/testing';
import type { Capability, PluginManifest } from '@sojourn/plugin-sdk';
import {
  bundleEngine,
  signIn,
  startLocalEngine,
  startRegistry,
  type LocalEngine,
  type PrivateRegistry,
  type Session,
} from '@sojourn/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publish, replaceTarball } from './publishing.js';

/** A devDependency: only a slim installation lacks it. */
const hasVerdaccio = ((): boolean => {
  try {
    return existsSync(createRequire(import.meta.url).resolve('verdaccio'));
  } catch {
    return false;
  }
})();
const title = hasVerdaccio
  ? 'packages from a registry'
  : 'packages from a registry (skipped: verdaccio is not installed)';

const NAME = '@acme/weather';
const ID = 'acme.weather';
const [key, next, thief, feedKey] = [generateKey(), generateKey(), generateKey(), generateKey()];

/** Sends everybody the same way; runs inside the step, without calls. */
const CODE = `var sojournPlugin = { call: function (entry, input) {
  var items = JSON.parse(input).items;
  return Promise.resolve(JSON.stringify({ decisions: items.map(function (item) {
    return { item: item.key, do: 'to', outcome: 'dry', why: { code: 'dry' } };
  }) }));
} };`;
const quiet: Partial<PluginManifest> = {
  capabilities: (sampleManifest.capabilities ?? []).filter(({ kind }) => kind === 'contacts.read'),
  nodes: [{ ...sampleNode, uses: [] }],
};
const sample = (version: string, own: Partial<SamplePackage> = {}): SamplePackage => ({
  key: key.privateKey,
  code: CODE,
  ...own,
  manifest: { ...quiet, version, ...own.manifest },
});

interface Inspected {
  readonly staged: string;
  readonly key: { readonly known: boolean; readonly rotated: boolean };
  readonly warnings: readonly { readonly code: string }[];
  readonly capabilities: readonly Capability[];
}
interface Plugin {
  readonly version: string;
  readonly state: string;
  readonly hash: string;
  readonly pending: { readonly version: string } | null;
}

describe.skipIf(!hasVerdaccio)(title, () => {
  let home: string;
  let registry: PrivateRegistry;
  let engine: LocalEngine;
  let owner: Session;
  let writeKey: string;
  let journeyId: number;
  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'sojourn-cases-'));
    registry = await startRegistry();
    const program = await bundleEngine('registry-cases', []);
    const env = {
      SOJOURN_PLUGIN_REGISTRY: registry.url,
      SOJOURN_REVOCATION_FEED: path.join(home, 'feed.json'),
      SOJOURN_REVOCATION_KEY: feedKey.publicKey,
    };
    engine = await startLocalEngine({ dataDir: home, program, env });
    owner = await signIn(engine.url, engine.token!); // nobody has set a password
    await publish(registry, sample('1.0.0'));
    await publish(registry, sample('1.1.0'));
  }, 180_000);
  afterAll(async () => {
    await engine?.stop();
    await registry?.stop();
    await rm(home, { recursive: true, force: true });
  });

  const inspect = (version: string, name = NAME) =>
    owner.send<Inspected>('POST', '/api/plugins/inspect', { name, version });
  const plugin = () => owner.send<Plugin>('GET', `/api/plugins/${ID}`);
  const upgrade = (body: object) =>
    owner.send<{ state: string; plugin: Plugin }>('POST', `/api/plugins/${ID}/upgrade`, body);

  it('is found by its keyword, looked at and installed', async () => {
    // A registry that is busy with what was published just now may be late with its list.
    const found = async () =>
      (await owner.send<{ items: { name: string; version: string }[] }>('GET', '/api/plugins/available?q=weather'))
        .items;
    await expect.poll(found).toMatchObject([{ name: NAME, version: '1.1.0', installed: null }]);
    const { staged: hash, capabilities, warnings, key: shown } = await inspect('1.0.0');
    expect([warnings, shown]).toMatchObject([[], { id: key.id, known: false }]);
    await owner.send('POST', '/api/plugins/install', { hash, capabilities, trustKey: true });
    expect(await plugin()).toMatchObject({ version: '1.0.0', state: 'active', hash });
    await expect(inspect('^1.0.0')).rejects.toThrow(/request.invalid/);
    await expect(inspect('9.9.9')).rejects.toThrow(/registry.no-version/);
    await expect(inspect('1.0.0', '@acme/nothing')).rejects.toThrow(/registry.no-package/);
  }, 60_000);

  it('1 tampered file: refused, whether or not the registry covers it up', async () => {
    await publish(registry, sample('1.2.0'));
    const tampered = sample('1.2.0', { tamper: { 'dist/plugin.js': `${CODE} steal();` } });
    await replaceTarball(registry, NAME, '1.2.0', tampered, { hides: false });
    await expect(inspect('1.2.0')).rejects.toThrow(/registry.wrong-bytes/);
    await replaceTarball(registry, NAME, '1.2.0', tampered, { hides: true });
    await expect(inspect('1.2.0')).rejects.toThrow(/package.file-changed/);
  }, 60_000);

  it('2 extra file: refused', async () => {
    await publish(registry, sample('1.2.1', { tamper: { 'dist/more.js': 'steal()' } }));
    await expect(inspect('1.2.1')).rejects.toThrow(/package.file-added/);
  }, 60_000);

  it('3 wrong key: refused', async () => {
    await publish(registry, sample('1.2.2', { key: thief.privateKey }));
    await expect(inspect('1.2.2')).rejects.toThrow(/plugin.wrong-key/);
    const forged = { ...rotateKey(thief.privateKey, thief), from: key.id };
    await publish(registry, sample('1.2.3', { key: thief.privateKey, rotations: [forged] }));
    await expect(inspect('1.2.3')).rejects.toThrow(/plugin.wrong-key/);
  }, 60_000);

  it('5 replaced tarball with the same version: refused, though the publisher signed both', async () => {
    const before = await plugin();
    await replaceTarball(registry, NAME, '1.0.0', sample('1.0.0', { code: `${CODE}\n` }), { hides: true });
    await expect(inspect('1.0.0')).rejects.toThrow(/plugin.version-replaced/);
    expect(await plugin()).toEqual(before);
  }, 60_000);

  it('6 downgrade: only for whoever says so', async () => {
    const { staged: newer } = await inspect('1.1.0');
    const { hash: older } = await plugin();
    expect(await upgrade({ hash: newer })).toMatchObject({ state: 'upgraded', plugin: { version: '1.1.0' } });
    await expect(upgrade({ hash: older })).rejects.toThrow(/plugin.unacknowledged/);
    expect(await upgrade({ hash: older, acknowledge: ['downgrade'] })).toMatchObject({ plugin: { version: '1.0.0' } });
    expect(await upgrade({ hash: newer })).toMatchObject({ plugin: { version: '1.1.0' } });
  }, 60_000);

  it('7 capability increase: waits for consent while the old one goes on', async () => {
    const { capabilities, nodes } = sampleManifest;
    await publish(
      registry,
      sample('2.0.0', { manifest: { version: '2.0.0', capabilities: capabilities ?? [], nodes } }),
    );
    const inspected = await inspect('2.0.0');
    expect(inspected.capabilities).toMatchObject([
      { kind: 'http', isNew: true },
      { kind: 'contacts.read', isNew: false },
    ]);
    expect(await upgrade({ hash: inspected.staged })).toMatchObject({ state: 'pending', plugin: { version: '1.1.0', state: 'active', pending: { version: '2.0.0' } } }); // prettier-ignore
    const consent = { hash: inspected.staged, capabilities: inspected.capabilities };
    expect(await upgrade(consent)).toMatchObject({ state: 'upgraded', plugin: { version: '2.0.0', pending: null } });
  }, 60_000);

  it('8 look-alike name: only for whoever has read the warning', async () => {
    const name = '@acrne/weather';
    const manifest = { version: '1.0.0', id: 'acrne.weather' };
    await publish(registry, sample('1.0.0', { name, manifest, key: thief.privateKey }));
    const { staged: hash, warnings } = await inspect('1.0.0', name);
    expect(warnings).toMatchObject([{ code: 'look-alike' }]);
    const consent = { hash, capabilities: [], trustKey: true };
    await expect(owner.send('POST', '/api/plugins/install', consent)).rejects.toThrow(/plugin.unacknowledged/);
    await owner.send('POST', '/api/plugins/install', { ...consent, acknowledge: ['look-alike'] });
    await owner.send('DELETE', '/api/plugins/acrne.weather');
  }, 60_000);

  it('4 rotated key: taken by the chain from the pinned one, recorded, the old one retired', async () => {
    const rotations = [rotateKey(key.privateKey, next)];
    await publish(registry, sample('3.0.0', { key: next.privateKey, rotations }));
    const { staged: hash, key: shown, warnings } = await inspect('3.0.0');
    expect([shown.rotated, warnings.map(({ code }) => code)]).toEqual([true, ['key-rotated']]);
    await expect(upgrade({ hash })).rejects.toThrow(/plugin.unacknowledged/);
    expect(await upgrade({ hash, acknowledge: ['key-rotated'] })).toMatchObject({ plugin: { version: '3.0.0', state: 'active' } }); // prettier-ignore
    const { items } = await owner.send<{ items: { publisher: string; keyId: string; retiredAt: number | null }[] }>('GET', '/api/publishers'); // prettier-ignore
    expect(items.filter(({ publisher, retiredAt }) => publisher === 'acme' && retiredAt === null)).toMatchObject([{ keyId: next.id }]); // prettier-ignore
    await publish(registry, sample('3.0.1'));
    await expect(inspect('3.0.1')).rejects.toThrow(/plugin.wrong-key/);
  }, 60_000);

  it('9 yanked package: deprecated warns, withdrawn is gone, what is installed goes on', async () => {
    await publish(registry, sample('3.1.0', { key: next.privateKey }));
    await registry.npm(['deprecate', `${NAME}@3.1.0`, 'loses rain'], { cwd: home });
    const { staged: hash, warnings } = await inspect('3.1.0');
    expect(warnings).toMatchObject([{ code: 'deprecated', message: { en: expect.stringContaining('loses rain') } }]);
    await expect(upgrade({ hash })).rejects.toThrow(/plugin.unacknowledged/);
    await registry.npm(['unpublish', `${NAME}@3.0.0`, '--force'], { cwd: home });
    await expect(inspect('3.0.0')).rejects.toThrow(/registry.no-version/);
    expect(await plugin()).toMatchObject({ version: '3.0.0', state: 'active' });
  }, 60_000);

  it('10 registry down: says so, and installed plugins keep running', async () => {
    const { key: write } = await owner.send<{ key: string }>('POST', '/api/api-keys', { name: 'shop', kind: 'write' });
    writeKey = write;
    const { id, revision } = await owner.send<{ id: number; revision: number }>('POST', '/api/journeys', { name: 'Weather', document: drawing }); // prettier-ignore
    await registry.down();
    await expect(inspect('1.1.0')).rejects.toThrow(/registry.unreachable/);
    await expect(owner.send('GET', '/api/plugins/available')).rejects.toThrow(/registry.unreachable/);
    expect(await plugin()).toMatchObject({ version: '3.0.0', state: 'active' });
    // It is published, admits, and moves people through the plugin without the registry.
    await owner.send('POST', `/api/journeys/${id}/publish`, { revision });
    await track('ana');
    journeyId = id;
    await until('Ana came through', async () => (await weather())?.outcomes['dry'] === 1);
    await registry.up();
    expect((await inspect('1.1.0').catch(String)) as unknown).toMatch(/plugin.wrong-key/); // it answers again
  }, 120_000);

  it('revoked: nobody is lost, whoever comes waits, and goes on when the feed drops it', async () => {
    const feed = (seq: number, versions: readonly string[]) => {
      const entries = versions.length === 0 ? [] : [{ plugin: ID, versions, reason: { en: 'It leaks', 'zh-CN': '泄露数据' }, at: 1 }]; // prettier-ignore
      return writeFile(path.join(home, 'feed.json'), JSON.stringify(signFeed({ seq, issuedAt: seq, entries }, feedKey.privateKey))); // prettier-ignore
    };
    await feed(1, ['3.0.0']);
    await owner.send('POST', '/api/plugins/revocations/refresh');
    expect((await plugin()).state).toBe('revoked');
    await track('ben');
    await until('Ben waits', async () => (await weather())?.parked === 1);
    await feed(2, []);
    await owner.send('POST', '/api/plugins/revocations/refresh');
    expect((await plugin()).state).toBe('active');
    await until('Ben goes on', async () => {
      const node = await weather();
      return node?.parked === 0 && node.outcomes['dry'] === 2;
    });
  }, 120_000);

  interface NodeCounts {
    readonly parked: number;
    readonly outcomes: Readonly<Record<string, number>>;
  }
  const weather = async (): Promise<NodeCounts | undefined> =>
    (await owner.send<{ nodes: Record<string, NodeCounts> }>('GET', `/api/journeys/${journeyId}/counts`)).nodes['w'];

  async function track(userId: string): Promise<void> {
    const batch = [
      { type: 'identify', messageId: `i-${userId}`, userId, traits: { city: 'Ulm' } },
      { type: 'track', messageId: `t-${userId}`, userId, event: 'Asked', properties: {} },
    ];
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` };
    const sent = await fetch(`${engine.url}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) });
    expect(sent.status).toBe(200);
  }

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 60_000;
    while (!(await holds())) {
      if (performance.now() > deadline) throw new Error(`Gave up: ${what}.\n${engine.log().slice(-3_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
});

const drawing = {
  schemaVersion: 1,
  name: 'Weather',
  timeZone: 'UTC',
  entry: {
    position: { x: 0, y: 0 },
    rules: [{ id: 'in', kind: 'event', event: 'Asked' }],
    reentry: { mode: 'always' },
  },
  exits: [],
  nodes: [
    { id: 'w', type: `${ID}/forecast`, config: { city: 'Ulm' }, position: { x: 0, y: 200 } },
    { id: 'end', type: 'exit', config: {}, position: { x: 0, y: 400 } },
  ],
  edges: [
    { id: 'a', from: { node: 'entry', outcome: 'entered' }, to: 'w' },
    { id: 'b', from: { node: 'w', outcome: 'dry' }, to: 'end' },
    { id: 'c', from: { node: 'w', outcome: 'failed' }, to: 'end' },
  ],
};
