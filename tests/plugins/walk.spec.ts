import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, users, workspaces } from '@sojourn/storage';
import {
  bundleEngine,
  pluginCommand,
  signIn,
  startLocalEngine,
  startRegistry,
  type LocalEngine,
  type PrivateRegistry,
  type Session,
} from '@sojourn/tools';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

/**
 * From nothing to a node on a canvas in another workspace, as a developer and an agency would do it: every verb of the command line,
 * a real npm registry, a real engine in a process of its own, its public API.
 */
let home: string;
let registry: PrivateRegistry;
let engine: LocalEngine;
const steps: { step: string; seconds: number }[] = [];

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sojourn-walk-'));
  registry = await startRegistry();
  await writeFile(path.join(home, 'npmrc'), `//127.0.0.1:${registry.port}/:_authToken=${registry.token}\n`);
  vi.stubEnv('npm_config_userconfig', path.join(home, 'npmrc'));
  vi.stubEnv('npm_config_cache', path.join(home, 'cache'));
  const program = await bundleEngine('walk', []);
  engine = await startLocalEngine({ dataDir: home, program, env: { SOJOURN_PLUGIN_REGISTRY: registry.url } });
}, 180_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await engine?.stop();
  await registry?.stop();
  await rm(home, { recursive: true, force: true });
});

async function timed<T>(step: string, done: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await done();
  steps.push({ step, seconds: Math.round((performance.now() - began) / 10) / 100 });
  return result;
}

/** Runs a verb as the command line does and answers its JSON. */
async function plugin(...args: string[]): Promise<Record<string, never>> {
  const said: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(said.push(String(text))));
  try {
    await pluginCommand.run([...args, '--json']);
  } finally {
    spy.mockRestore();
  }
  expect(process.exitCode ?? 0, said.join('')).toBe(0);
  return JSON.parse(said.join('')) as Record<string, never>;
}

/** There is no API that makes workspaces: as an operator would, in the database. */
async function secondWorkspace(): Promise<number> {
  const database = await openDatabase({ url: `sqlite:sojourn.db`, dataDir: home });
  try {
    const owner = (await users.first(database.read))!; // the engine has made one
    return await database.inTransaction(async (tx) => {
      const id = await workspaces.add(tx, { organizationId: 1, slug: 'client', name: 'A client', timeZone: 'UTC', language: 'en', createdAt: owner.createdAt, isDemo: false }); // prettier-ignore
      await users.join(tx, owner.id, id, 'owner');
      return id;
    });
  } finally {
    await database.close();
  }
}

async function until<T>(what: string, found: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const value = await found();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`Gave up: ${what}.\n${engine.log().slice(-3_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const NAME = 'sojourn-plugin-acme-tiers';
const config = { points: 'points', silver: 100, gold: 500 };
const drawing = {
  schemaVersion: 1,
  name: 'Tiers',
  timeZone: 'UTC',
  entry: { position: { x: 0, y: 0 }, rules: [{ id: 'in', kind: 'event', event: 'Points Earned' }], reentry: { mode: 'always' } }, // prettier-ignore
  exits: [],
  nodes: [
    { id: 'tier', type: 'acme.tiers/tier', config, position: { x: 0, y: 200 } },
    { id: 'end', type: 'exit', config: {}, position: { x: 0, y: 400 } },
  ],
  edges: [
    { id: 'a', from: { node: 'entry', outcome: 'entered' }, to: 'tier' },
    { id: 'b', from: { node: 'tier', outcome: 'done' }, to: 'end' },
    { id: 'c', from: { node: 'tier', outcome: 'unknown' }, to: 'end' },
  ],
};

interface TimelineItem {
  readonly kind: string;
  readonly nodeId?: string;
  readonly outcome?: string;
  readonly why?: { readonly text?: unknown };
}

it('takes less than five minutes from nothing to a contact that walks through it', { timeout: 300_000 }, async () => {
  const folder = path.join(home, 'tiers');
  await timed('create', () => plugin('create', folder, '--kind', 'transform', '--name', 'acme.tiers'));
  await timed('test', () => plugin('test', folder));
  await timed('build', () => plugin('build', folder));
  const key = await timed('keygen', () => plugin('keygen', folder));
  await timed('sign', () => plugin('sign', folder));
  const published = await timed('publish', () => plugin('publish', folder, '--registry', registry.url));

  const client: Session = await timed('sign in to another workspace', async () => {
    const session = await signIn(engine.url, engine.token!); // nobody has set a password
    await session.send('PUT', '/api/session/workspace', { workspaceId: await secondWorkspace() });
    return session;
  });
  const inspection = await timed('inspect', () => client.send<{ staged: string; key: { id: string; known: boolean }; capabilities: object[]; warnings: { code: string }[]; risk: string }>('POST', '/api/plugins/inspect', { name: NAME, version: '0.1.0' })); // prettier-ignore
  expect(inspection).toMatchObject({ staged: published['hash'], key: { id: key['id'], known: false }, warnings: [] });
  expect(inspection.capabilities).toHaveLength(2);

  await timed('install with consent', async () => {
    const { staged: hash, capabilities } = inspection;
    await expect(client.send('POST', '/api/plugins/install', { hash, capabilities })).rejects.toThrow(
      /plugin.unknown-key/,
    );
    await client.send('POST', '/api/plugins/install', { hash, capabilities, trustKey: true });
    const types = await client.send<{ name: string; state: string }[] | { items: { name: string; state: string }[] }>('GET', '/api/node-types'); // prettier-ignore
    const list = Array.isArray(types) ? types : types.items;
    expect(list.find(({ name }) => name === 'acme.tiers/tier')).toMatchObject({ state: 'ok' });
  });

  const journeyId = await timed('draw and publish', async () => {
    const { id, revision } = await client.send<{ id: number; revision: number }>('POST', '/api/journeys', { name: 'Tiers', document: drawing }); // prettier-ignore
    await client.send('POST', `/api/journeys/${id}/publish`, { revision });
    const { document } = await client.send<{ document: { plugins?: object } }>('GET', `/api/journeys/${id}/versions/1`);
    expect(document.plugins).toEqual({ 'acme.tiers/tier': { plugin: 'acme.tiers', version: '0.1.0', hash: published['hash'] } }); // prettier-ignore
    return id;
  });

  const timeline = await timed('a contact walks through', async () => {
    const { key: write } = await client.send<{ key: string }>('POST', '/api/api-keys', { name: 'shop', kind: 'write' });
    const batch = [
      { type: 'identify', messageId: 'i1', userId: 'ana', traits: { name: 'Ana', points: 700 } },
      { type: 'track', messageId: 't1', userId: 'ana', event: 'Points Earned', properties: {} },
    ];
    const sent = await fetch(`${engine.url}/v1/batch`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${write}` }, body: JSON.stringify({ batch }) }); // prettier-ignore
    expect(sent.status).toBe(200);
    const contact = await until('a contact', async () => {
      const { items } = await client.send<{ items: { id: number }[] }>('GET', '/api/contacts?search=Ana');
      return items[0];
    });
    return until('the end of the run', async () => {
      const { items } = await client.send<{ items: TimelineItem[] }>('GET', `/api/contacts/${contact.id}/timeline`);
      return items.some(({ kind }) => kind === 'run-ended') ? { contact, items } : undefined;
    });
  });
  const step = timeline.items.find(({ kind, nodeId }) => kind === 'step' && nodeId === 'tier');
  expect(step).toMatchObject({ outcome: 'done' });
  expect(JSON.stringify(step)).toMatch(/700/);
  const { attributes } = await client.send<{ attributes: object }>('GET', `/api/contacts/${timeline.contact.id}`);
  expect(attributes).toMatchObject({ tier: 'gold' });
  const counts = await client.send<{ active: number }>('GET', `/api/journeys/${journeyId}/counts`);
  expect(counts.active).toBe(0);

  const sum = steps.reduce((total, { seconds }) => total + seconds, 0);
  console.table([...steps, { step: 'in all', seconds: Math.round(sum * 100) / 100 }]);
  expect(sum).toBeLessThan(300);
});
