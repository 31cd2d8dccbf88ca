import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRenderer } from '@sojourn/content';
import {
  createMessageCourier,
  createMintCourier,
  createWebhookCourier,
  guardedAgent,
  guardedFetch,
  mintOrders,
  plugins,
  programs,
  publishDocument,
} from '@sojourn/engine';
import { advance, createEngine, type Engine } from '@sojourn/execution';
import { SCHEMA_VERSION, type JourneyDocument } from '@sojourn/journey';
import { VirtualClock, type JsonObject } from '@sojourn/kernel';
import { createChain } from '@sojourn/plugin-nft-reward/chain';
import { createSandbox } from '@sojourn/sandbox';
import {
  collections,
  couponCodes,
  couponPools,
  createEventStore,
  createJourneyStore,
  insertInboxMessages,
  keepJournals,
  workspaces,
  type Database,
} from '@sojourn/storage';
import { EDGE_TOTALS, testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** From a customer's order to a token on a chain: script, coupon, collectible, inbox and webhook in one journey, nothing played. */
const ANVIL = new URL('../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil', import.meta.url).pathname;
if (!existsSync(ANVIL))
  console.log('skipped: rewards on a chain need anvil, which @foundry-rs/anvil-linux-amd64 brings to Linux');

// The first account of anvil's well-known mnemonic; worthless anywhere else.
const MINTER = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const START = Date.UTC(2026, 2, 1, 9);
const CUSTOMERS = 6;
const wallet = (n: number): string => `0x${(0xa0 + n).toString(16).repeat(20)}`;

const origin = { x: 0, y: 0 };
const journey = (hook: string): JourneyDocument => {
  const node = (id: string, type: string, config: JsonObject) => ({ id, type, config, position: origin });
  const edge = (from: string, outcome: string, to: string, id = `${from}-${outcome}`) => ({
    id,
    from: { node: from, outcome },
    to,
  });
  return {
    schemaVersion: SCHEMA_VERSION,
    name: 'Rewards',
    entry: {
      position: origin,
      rules: [{ id: 'order', kind: 'event', event: 'Order Completed' }],
      reentry: { mode: 'once' },
    },
    exits: [],
    nodes: [
      node('score', 'code', {
        source: `if (contact.attributes.trap) for (;;);
          const rank = context.event.properties.total >= 100 ? 'high' : 'low';
          return { outcome: rank, set: { rank }, tags: { add: ['scored'] }, variables: { rank } };`,
        outcomes: [
          { id: 'high', label: 'High' },
          { id: 'low', label: 'Low' },
        ],
        timeoutMs: 500,
        memoryMb: 32,
      }),
      node('coupon', 'coupon', { pool: 'spring' }),
      node('reward', 'nft-reward', { collection: 'founders', waitMinutes: 10 }),
      node('tell', 'message', {
        channel: 'inbox',
        subject: 'No. {{ collectible.serial }}',
        body: '{{ rank }} {{ contact.name }}: {{ coupon.code }}',
        format: 'text',
      }),
      node('hook', 'webhook', {
        url: hook,
        method: 'POST',
        fields: [{ name: 'serial', value: '{{ variables.collectible.serial }}' }],
      }),
      node('done', 'exit', {}),
    ],
    edges: [
      edge('entry', 'entered', 'score'),
      edge('score', 'high', 'coupon'),
      edge('coupon', 'issued', 'reward'),
      edge('reward', 'minted', 'tell'),
      edge('tell', 'delivered', 'hook'),
      edge('hook', 'delivered', 'done'),
    ],
  };
};

describe.skipIf(!existsSync(ANVIL))('rewards', () => {
  let anvil: ChildProcess;
  let rpcUrl: string;
  let server: Server;
  const hooks: { id: string; serial: number }[] = [];
  const sandbox = createSandbox({ processes: 1 });
  const agent = guardedAgent({ allow: ['127.0.0.0/8'] });

  const rpc = async (method: string, params: unknown[] = []): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const answer = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return ((await answer.json()) as { result: unknown }).result;
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        hooks.push({ id: String(request.headers['webhook-id']), ...(JSON.parse(body) as { serial: number }) });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    rpcUrl = `http://127.0.0.1:${port}`;
    anvil = spawn(ANVIL, ['--port', String(port), '--silent'], { stdio: 'ignore' });
    for (let tries = 0; (await rpc('eth_chainId').catch(() => undefined)) === undefined; tries++) {
      if (tries > 400) throw new Error('anvil did not start');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  });
  afterAll(async () => {
    anvil?.kill('SIGTERM');
    server.close();
    await agent.close();
    await sandbox.close();
  });

  for (const db of testDatabases()) {
    describe(`on ${db.name}`, () => {
      let database: Database;
      let workspaceId: number;
      let versionId: number;
      let contract: `0x${string}`;
      const clock = new VirtualClock(START);
      const renderer = createRenderer();

      const engine = (): Engine =>
        createEngine({
          store: createJourneyStore(database),
          catalogue: plugins.catalogue,
          programs,
          sandbox,
          clock,
          couriers: [
            createMessageCourier({
              mailServer: async () => undefined,
              renderer: async () => renderer,
              keep: (entries) => insertInboxMessages(database, entries),
            }),
            createWebhookCourier({ agent, secrets: async () => ['whsec_c2VjcmV0'] }),
            createMintCourier({
              orders: (items) => mintOrders(database, items),
              minterKey: async () => MINTER,
              keepJournals: (entries) => keepJournals(database, entries),
              fetch: guardedFetch(agent),
              patienceMs: 300,
            }),
          ],
        });
      const minutes = async (count: number): Promise<void> => {
        for (let minute = 0; minute < count; minute++) {
          clock.advanceTo(clock.now() + 60_000);
          await advance(engine(), clock.now());
        }
      };
      const balances = async (): Promise<number[]> => {
        const owned: number[] = [];
        for (let n = 0; n < CUSTOMERS; n++) {
          const data = `0x00fdd58e${wallet(n).slice(2).padStart(64, '0')}${(1).toString(16).padStart(64, '0')}`;
          owned.push(Number(await rpc('eth_call', [{ to: contract, data }, 'latest'])));
        }
        return owned;
      };

      beforeAll(async () => {
        hooks.length = 0;
        database = await db.open();
        contract = await createChain({ rpcUrl, chainId: 31337, privateKey: MINTER }).deploy({
          baseUri: 'ipfs://x',
          transferable: false,
        });
        const { port } = server.address() as AddressInfo;
        await database.inTransaction(async (tx) => {
          const organizationId = await workspaces.addOrganization(tx, 'Shop', START);
          workspaceId = await workspaces.add(tx, {
            organizationId,
            slug: 'shop',
            name: 'Shop',
            timeZone: 'UTC',
            language: 'en',
            createdAt: START,
            isDemo: false,
          });
          const rules = {
            name: 'spring',
            description: '',
            perContactLimit: 1,
            validFrom: null,
            validUntil: null,
            validDays: null,
            state: 'open' as const,
          };
          const pool = await couponPools.add(tx, workspaceId, rules, START);
          await couponCodes.add(tx, workspaceId, pool, ['C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6']);
          await collections.add(tx, workspaceId, {
            name: 'founders',
            description: '',
            imageUrl: '',
            provider: 'evm',
            supply: 10,
            transferable: false,
            metadata: {},
            chain: { rpcUrl, contract, tokenId: 1 },
            createdAt: START,
          });
          ({ versionId } = await publishDocument(
            tx,
            { workspaceId, document: journey(`http://127.0.0.1:${port}/hook`), publishedBy: null, now: START },
            plugins.catalogue,
          ));
        });
        const common = { workspaceId, occurredAt: START, receivedAt: START, source: 'api' };
        const people = Array.from({ length: CUSTOMERS }, (_, n) => ({ userId: `u${n}`, n }));
        const { ingest } = createEventStore(database);
        await ingest(
          people.map(({ userId, n }) => ({
            ...common,
            kind: 'identify' as const,
            messageId: `i${n}`,
            userId,
            type: 'identify',
            properties: {},
            traits: { name: `N${n}`, walletAddress: n === 4 ? 'none' : wallet(n), ...(n === 5 ? { trap: true } : {}) },
          })),
          START,
        );
        await ingest(
          people.map(({ userId, n }) => ({
            ...common,
            kind: 'track' as const,
            messageId: `t${n}`,
            userId,
            type: 'Order Completed',
            properties: { total: n === 3 ? 5 : 200 },
          })),
          START,
        );
      });
      afterAll(() => db.close());

      it('wait for the chain, and reach everyone once when blocks come', async () => {
        await rpc('evm_setAutomine', [false]);
        await minutes(2);
        expect(await balances()).toEqual([0, 0, 0, 0, 0, 0]);
        await rpc('evm_mine');
        await rpc('evm_setAutomine', [true]);
        await minutes(4);
        expect(await balances()).toEqual([1, 1, 1, 0, 0, 0]);

        const inbox = await database.read.rows<{ subject: string; body: string }>(
          'SELECT subject, body FROM inbox_message WHERE workspace_id = ? ORDER BY body',
          [workspaceId],
        );
        expect(inbox.map(({ body }) => body.replace(/C-\d/, 'C'))).toEqual(['high N0: C', 'high N1: C', 'high N2: C']);
        expect(new Set(inbox.map(({ body }) => body.slice(-3))).size, 'codes are unique').toBe(3);
        expect(hooks.map(({ serial }) => `No. ${serial}`).sort()).toEqual(inbox.map(({ subject }) => subject).sort());
        expect(new Set(hooks.map(({ id }) => id)).size).toBe(3);
      });

      it('fail where they must, each with its reason', async () => {
        const counts = await database.read.rows<{ nodeId: string; outcome: string; n: number }>(
          `SELECT node_id AS nodeId, outcome, n FROM ${EDGE_TOTALS} WHERE version_id = ?`,
          [versionId],
        );
        const of = Object.fromEntries(counts.map(({ nodeId, outcome, n }) => [`${nodeId}.${outcome}`, Number(n)]));
        expect(of).toMatchObject({
          'score.high': 4,
          'score.low': 1,
          'score.error': 1,
          'coupon.issued': 4,
          'reward.minted': 3,
          'reward.failed': 1,
          'hook.delivered': 3,
        });
        const [mint] = await database.read.rows<{ reason: string }>(
          "SELECT reason FROM mint WHERE workspace_id = ? AND state = 'failed'",
          [workspaceId],
        );
        expect(mint).toEqual({ reason: 'no-wallet' });
        const traces = await database.read.rows<{ steps: string }>('SELECT steps FROM trace WHERE workspace_id = ?', [
          workspaceId,
        ]);
        const words = traces.map(({ steps }) => steps).join();
        expect(words).toContain('"timeout"');
        expect(words).toContain('no-wallet');
        const runs = await database.read.rows<{ state: string; n: number }>(
          'SELECT state, COUNT(*) AS n FROM run WHERE workspace_id = ? GROUP BY state',
          [workspaceId],
        );
        expect(runs.map(({ state, n }) => [state, Number(n)])).toEqual([['ended', CUSTOMERS]]);
      });

      it('write what the script decided on the contact', async () => {
        const [tagged] = await database.read.rows<{ n: number }>(
          "SELECT COUNT(*) AS n FROM contact_tag WHERE workspace_id = ? AND tag = 'scored'",
          [workspaceId],
        );
        expect(Number(tagged!.n)).toBe(5);
      });
    });
  }
});
