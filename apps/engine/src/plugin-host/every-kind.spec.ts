import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock, type JsonObject } from '@sojourn/kernel';
import { fileHashes, generateKey, pack, SIGNATURE_FILE, signPackage } from '@sojourn/packaging';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { createInlineQueue } from '@sojourn/queue';
import { testDatabases } from '@sojourn/storage/testing';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Metrics } from '../metrics/metrics.js';
import { testApi, type TestApi } from '../testing.js';
import { LaneFaults } from '../worker/lane-faults.js';
import { startWorker, type RunningWorker } from '../worker/start-worker.js';
import { Domains } from './domains.spec-kit.js';
import type { Agents } from './http/agents.js';

const DAY = 86_400_000;
const SECRET = 'shop-secret-1';
const EXAMPLES = ['shop-orders', 'phone-number', 'city-tier', 'next-best-product', 'wecom-follow-up', 'partner-coupon', 'sms', 'pay-day', 'farewell']; // prettier-ignore
const at = { x: 0, y: 0 };
/** Pay day is tomorrow, in the middle of the day. */
const tomorrow = new Date(systemClock.now() + DAY).getUTCDate();

/** In the order in which people come by: node, type, config, ways out. */
const WAY: readonly (readonly [string, string, JsonObject, readonly string[]])[] = [
  ['tidy', 'phone-number/phone-number', { from: 'phoneRaw', to: 'phoneTidy', region: 'CN', landlines: false }, ['tidy', 'no-number', 'empty']],
  ['tier', 'city-tier/city-tier', { attribute: 'city', detail: 'fine' }, ['first', 'new-first', 'second', 'other', 'unknown']],
  ['best', 'next-best-product/next-best', { limit: 3, dueDays: 30, halfLifeDays: 14 }, ['recommended', 'nothing']],
  ['task', 'wecom-follow-up/follow-up', { what: 'Call', dueHours: 24, urgency: 'normal' }, ['created', 'not-added', 'failed']],
  ['coupon', 'partner-coupon/coupon', { campaign: 'autumn' }, ['given', 'had', 'sold-out', 'failed']],
  ['sms', 'sms/sms', { signature: 'Shop', text: '{nickname}, thank you', purpose: 'notice', priceFen: 4 }, ['sent', 'no-number', 'opted-out', 'failed']],
  ['pay', 'pay-day/pay-day', { day: tomorrow, time: '12:00', weekend: 'stay' }, ['pay-day']],
  ['bye', 'farewell/farewell', { survey: 'autumn', refundDays: 30 }, []],
]; // prettier-ignore
const document = {
  schemaVersion: 1,
  name: 'Every kind',
  timeZone: 'UTC',
  entry: { position: at, rules: [{ id: 'r', kind: 'event', event: 'Order Paid' }], reentry: { mode: 'once' } },
  exits: [],
  nodes: WAY.map(([id, type, config]) => ({ id, type: `example.${type}`, config, position: at })),
  edges: [
    { id: 'e', from: { node: 'entry', outcome: 'entered' }, to: 'tidy' },
    ...WAY.flatMap(([node, , , outcomes], place) => outcomes.map((outcome) => ({ id: `${node}-${outcome}`, from: { node, outcome }, to: WAY[place + 1]?.[0] ?? '' }))),
  ],
}; // prettier-ignore

const cookbook = path.resolve(import.meta.dirname, '../../../../docs/cookbook');

/** An example of the cookbook as its author would upload it: built from its sources and signed. */
async function examplePackage(name: string, privateKey: string): Promise<Buffer> {
  const folder = path.join(cookbook, name);
  const text = readFileSync(path.join(folder, 'plugin.json'), 'utf8');
  const manifest = JSON.parse(text) as PluginManifest;
  const files = new Map([['plugin.json', Buffer.from(text)]]);
  for (const file of ['package.json', 'README.md', ...Object.values(manifest.icons ?? {})])
    files.set(file, readFileSync(path.join(folder, file)));
  if (manifest.main) files.set(manifest.main, Buffer.from(await codeIn(folder, manifest)));
  const { id: plugin, version } = manifest;
  const signature = signPackage({ plugin, version, files: fileHashes(files) }, privateKey);
  return pack(new Map([...files, [SIGNATURE_FILE, Buffer.from(JSON.stringify(signature))]]));
}

async function codeIn(folder: string, { texts = {} }: PluginManifest): Promise<string> {
  const entry = `import plugin from ${JSON.stringify(path.join(folder, 'src/index.ts'))};
    import { serve } from '@sojourn/plugin-sdk/guest';
    export const { call, batch } = serve(plugin, ${JSON.stringify({ texts })});`;
  const built = await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'silent',
    resolve: { conditions: ['@sojourn/source'] },
    plugins: [{ name: 'entry', resolveId: (id) => (id.endsWith('virtual:entry') ? '\0entry' : null), load: (id) => (id === '\0entry' ? entry : null) }], // prettier-ignore
    build: { write: false, minify: false, lib: { entry: 'virtual:entry', formats: ['iife'], name: 'sojournPlugin' } },
  });
  const [first] = [built].flat() as Rolldown.RolldownOutput[];
  return first!.output[0].code; // a library has one chunk
}

/** One journey of nothing but nodes of others: signed packages, uploaded, consented to, credentials entered, all over the API. */
for (const db of testDatabases().slice(0, 1))
  describe(`a journey of every kind of node that others wrote, on ${db.name}`, () => {
    const domains = new Domains();
    const key = generateKey();
    let later = 0;
    let agents: Agents;
    let api: TestApi;
    let running: RunningWorker;
    beforeAll(async () => {
      agents = await domains.start();
      const queue = createInlineQueue((error) => {
        throw error;
      });
      const metrics = new Metrics();
      const clock = { now: () => systemClock.now() + later };
      api = await testApi(await db.open(), { queue, metrics, agents, clock, env: { SOJOURN_POLL_MS: '20' } });
      running = await startWorker({ ...api.ports, queue, metrics, faults: new LaneFaults(api.ports.health), worker: 'me' }); // prettier-ignore
    });
    afterAll(async () => {
      await running.stop();
      await api.close();
      await agents.close();
      await domains.stop();
      await db.close();
    });
    const send = async (method: 'post' | 'put', where: string, body: object = {}): Promise<JsonObject> => {
      const answer = await api.owner.agent[method](where).send(body);
      expect(answer.status, `${where}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
      return answer.body as JsonObject;
    };
    const get = async (where: string): Promise<JsonObject> => (await api.owner.agent.get(where).expect(200)).body as JsonObject; // prettier-ignore
    const order = (id: string, buyer: string, phone?: string) => ({ order_no: id, status: 'PAID', amount_fen: 8_800, updated_at: systemClock.now() - 1_000, buyer: { id: buyer, ...(phone && { phone }) } }); // prettier-ignore

    it('are installed with consent, and entrusted with credentials', async () => {
      for (const [place, name] of EXAMPLES.entries()) {
        const upload = await api.owner.agent
          .post('/api/plugins/upload')
          .set('content-type', 'application/octet-stream')
          .send(await examplePackage(name, key.privateKey));
        expect(upload.body.error, JSON.stringify(upload.body.error)).toBeUndefined();
        const { staged: hash, capabilities, warnings } = upload.body;
        const acknowledge = (warnings as { code: string }[]).map(({ code }) => code);
        await send('post', '/api/plugins/install', { hash, capabilities, acknowledge, trustKey: place === 0 });
      }
      for (const [name, values] of [
        ['shop-orders', { key: 'k-shop', secret: SECRET }],
        ['wecom-follow-up', { key: 'k-wecom' }],
        ['partner-coupon', { key: 'k-partner' }],
        ['sms', { key: 'k-sms' }],
      ] as const)
        await send('put', `/api/plugins/example.${name}/credentials/account`, { values });
      const kinds = ((await get('/api/node-types')) as unknown as { plugin?: { id: string }; kind?: string }[]).filter(({ plugin }) => plugin?.id.startsWith('example.')).map(({ kind }) => kind); // prettier-ignore
      expect(kinds.sort()).toEqual(['action', 'channel', 'exit', 'recommender', 'reward', 'split', 'transform', 'trigger', 'wait']); // prettier-ignore
    }, 60_000);

    it('are walked from the event that a source brings to the exit that tells of the leaving', async () => {
      domains.answer = ({ host, path: asked, body }) => {
        if (host === 'shop.example.com') return { body: { orders: asked.includes('window=1d') ? [order('o1', 'ana', '13800000001'), order('o2', 'bo')] : [] } }; // prettier-ignore
        if (host === 'wecom.example.com') return { body: body['external_userid'] ? { errcode: 0, task: { id: 't-1' } } : { errcode: 84_061 } }; // prettier-ignore
        if (host === 'coupons.example.com') return { body: { code: `C-${String(body['customer'])}` } };
        return { body: { code: 'OK', id: 'sms-1' } };
      };
      const { key: write } = await send('post', '/api/api-keys', { name: 'shop', kind: 'write' });
      const batch = [
        { type: 'identify', userId: 'ana', messageId: 'i1', traits: { city: '北京', phoneRaw: '138 0000 0001', nickname: 'Ana', wecomId: 'wx-ana', owner: 'lin', phone: '13800000001', secret: 'x' } },
        { type: 'identify', userId: 'bo', messageId: 'i2', traits: { phoneRaw: 'none' } },
        { type: 'identify', userId: 'cy', messageId: 'i3', traits: { city: '苏州', phoneRaw: '13800000003', phone: '13800000003' } },
        { type: 'track', userId: 'ana', event: 'Product Viewed', messageId: 't1', properties: { sku: 'tea' } },
      ]; // prettier-ignore
      await api.anyone().post('/v1/batch').auth(String(write), '').send({ batch }).expect(200);
      const { id, revision } = await send('post', '/api/journeys', { name: 'Every kind', document });
      await send('post', `/api/journeys/${String(id)}/publish`, { revision: revision! });

      // Two orders are found by asking, the third is posted and signed.
      const source = await send('post', '/api/sources', { name: 'Shop', plugin: 'example.shop-orders', nodeType: 'orders', config: { shop: 'main', minimum: 1 }, everySeconds: 60 }); // prettier-ignore
      const posted = JSON.stringify({ shop: 'main', order: order('o3', 'cy', '13800000003') });
      const post = (signature: string) => api.anyone().post(new URL(String(source['url']), 'http://here').pathname).set('content-type', 'application/json').set('x-shop-signature', signature).send(posted); // prettier-ignore
      expect((await post('00')).body).toMatchObject({ stored: 0 });
      expect((await post(createHmac('sha256', SECRET).update(posted).digest('hex'))).body).toMatchObject({ stored: 1 });

      const counts = () => get(`/api/journeys/${String(id)}/counts`) as Promise<{ active: number; nodes: Record<string, { active?: number; parked: number; outcomes: Record<string, number> }> }>; // prettier-ignore
      const outcomes = async () => Object.fromEntries(Object.entries((await counts()).nodes).filter(([node]) => WAY.some(([own]) => own === node)).map(([node, own]) => [node, own.outcomes])); // prettier-ignore
      const before = {
        tidy: { tidy: 2, 'no-number': 1 },
        tier: { first: 1, 'new-first': 1, unknown: 1 },
        best: { recommended: 1, nothing: 2 },
        task: { created: 1, 'not-added': 2 },
        coupon: { given: 3 },
        sms: { sent: 2, 'no-number': 1 },
      };
      await expect.poll(outcomes, { timeout: 30_000, interval: 50 }).toMatchObject(before);
      expect(await counts()).toMatchObject({ active: 3 });
      expect(domains.asked.filter(({ host }) => host === 'sms.example.com').map(({ body }) => body['text']).sort()).toEqual(['【Shop】Ana, thank you', '【Shop】您好, thank you']); // prettier-ignore
      // Each has its own credential and sees its own fields.
      const keys = new Set(domains.asked.map(({ host, headers }) => `${host} ${String(headers['authorization'])}`));
      expect([...keys].sort()).toEqual(['coupons.example.com Bearer k-partner', 'shop.example.com Bearer k-shop', 'sms.example.com Bearer k-sms', 'wecom.example.com Bearer k-wecom']); // prettier-ignore
      expect(JSON.stringify(domains.asked)).not.toContain('secret');

      later = 2 * DAY;
      await expect.poll(async () => (await counts()).active, { timeout: 30_000, interval: 50 }).toBe(0);
      expect(await outcomes()).toMatchObject({ ...before, pay: { 'pay-day': 3 } });
      const told = await api.database.read.rows("SELECT type FROM event WHERE type = 'Farewell Survey Due'");
      expect(told).toHaveLength(3);
      const { items } = (await get('/api/contacts?search=ana')) as unknown as { items: { id: number }[] };
      const ana = await get(`/api/contacts/${items[0]!.id}`);
      expect(ana).toMatchObject({ attributes: { phoneTidy: '+8613800000001' }, tags: ['gone-quiet'] });
      const { items: timeline } = (await get(`/api/contacts/${items[0]!.id}/timeline`)) as unknown as { items: { kind: string; nodeId?: string; why?: unknown }[] }; // prettier-ignore
      const steps = timeline.filter(({ kind, why }) => kind === 'step' && why).map(({ nodeId }) => nodeId);
      expect(WAY.filter(([node]) => !steps.includes(node)).map(([node]) => node)).toEqual([]);
    }, 90_000);

    it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
  });
