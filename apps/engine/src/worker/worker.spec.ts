import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@sojourn/kernel';
import { createInlineQueue } from '@sojourn/queue';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureDatabase } from '../metrics/database-metrics.js';
import { Metrics } from '../metrics/metrics.js';
import type { Stoppable } from '../shutdown.js';
import { startTelemetry } from '../telemetry/start-telemetry.js';
import { testApi, type TestApi } from '../testing.js';
import { LaneFaults } from './lane-faults.js';
import { serveOps } from './ops-server.js';
import { startWorker, type RunningWorker } from './start-worker.js';

const at = { x: 0, y: 0 };
/** Entry by an event -> message -> a wait of a day. */
const DRAWING = {
  schemaVersion: 1,
  name: 'Watched',
  timeZone: 'UTC',
  entry: { position: at, rules: [{ id: 'r', kind: 'event', event: 'go' }], reentry: { mode: 'always' } },
  exits: [],
  nodes: [
    { id: 'm', type: 'message', config: { channel: 'inbox', subject: 'Hello', body: 'Hello', format: 'text' }, position: at },
    { id: 'w', type: 'wait', config: { mode: 'duration', duration: { amount: 1, unit: 'days' } }, position: at },
  ],
  edges: [
    { id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'm' },
    { id: 'e2', from: { node: 'm', outcome: 'delivered' }, to: 'w' },
  ],
}; // prettier-ignore

interface SeenSpan {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

/** Takes what an OpenTelemetry exporter posts. */
class Collector {
  readonly spans: SeenSpan[] = [];
  readonly services = new Set<string>();
  #server: Server | undefined;

  async start(): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as { resourceSpans: ResourceSpans[] };
        for (const { resource, scopeSpans } of body.resourceSpans) {
          this.services.add(JSON.stringify(resource.attributes.find(({ key }) => key === 'service.name')?.value));
          this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
        }
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}
interface ResourceSpans {
  readonly resource: { readonly attributes: SeenSpan['attributes'] };
  readonly scopeSpans: readonly { readonly spans: readonly SeenSpan[] }[];
}

const collector = new Collector();
let telemetry: Stoppable | undefined;
let endpoint = '';
beforeAll(async () => {
  endpoint = await collector.start();
  telemetry = await startTelemetry({ otlpEndpoint: endpoint, serviceName: 'sojourn-spec', role: 'all' }, 'me');
});
afterAll(async () => {
  await telemetry?.stop();
  await collector.stop();
});

for (const db of testDatabases())
  describe(`a worker on ${db.name}`, () => {
    const metrics = new Metrics();
    let api: TestApi;
    let running: RunningWorker;
    const value = async (name: string, labels = ''): Promise<number> => {
      const line = (await metrics.registry.metrics()).split('\n').find((one) => one.startsWith(`sojourn_${name}${labels} `)); // prettier-ignore
      return Number(line?.split(' ').at(-1) ?? NaN);
    };

    beforeAll(async () => {
      const database = await db.open();
      const queue = createInlineQueue((error) => {
        throw error;
      });
      const env = { SOJOURN_METRICS_TOKEN: 'tell me', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, SOJOURN_LEASE_MS: '2000' };
      api = await testApi(database, { env, queue, metrics });
      running = await startWorker({
        ...api.ports,
        queue,
        metrics,
        faults: new LaneFaults(api.ports.health),
        worker: 'me',
      });
      const { store, tenure } = running.engine;
      measureDatabase({
        registry: metrics.registry,
        database,
        clock: systemClock,
        waiting: async () => ({ leases: tenure.leases(), work: await store.laneWork(tenure.leases()) }),
      });
      const { body } = await api.owner.agent.post('/api/journeys').send({ name: 'Watched', document: DRAWING });
      await api.owner.agent.post(`/api/journeys/${body.id}/publish`).send({ revision: body.revision }).expect(200);
      const { body: key } = await api.owner.agent.post('/api/api-keys').send({ name: 'spec', kind: 'write' });
      const batch = Array.from({ length: 30 }, (_, i) => ({ type: 'track', event: 'go', userId: `u${i}`, messageId: `m${i}` })); // prettier-ignore
      await api.anyone().post('/v1/batch').auth(key.key, '').send({ batch }).expect(200);
    });
    afterAll(async () => {
      await running.stop();
      await api.close();
      await db.close();
    });

    it('moves, sends and lets go on, each in its own lane, and tells its figures', async () => {
      await expect
        .poll(
          async () =>
            (
              await api.database.read.rows<{ n: number }>(
                "SELECT COUNT(*) AS n FROM run WHERE state = 'active' AND node_id = 'w'",
              )
            )[0]?.n,
          { timeout: 15_000 },
        ) // prettier-ignore
        .toBe(30);
      expect(await value('events_routed_total')).toBe(30);
      expect(await value('admitted_total', '{by="event"}')).toBe(30);
      expect(await value('wakes_total')).toBe(60);
      expect(await value('deliveries_total', '{channel="inbox",end="delivered"}')).toBe(30);
      expect(await value('batch_runs_count')).toBeGreaterThan(1);
      expect(await value('redis_connected'), 'nobody asked for Redis').toBeNaN();
      expect(await value('shards_owned')).toBe(running.engine.store.shards.count);
      expect(await value('events_waiting')).toBe(0);
      expect(await value('database_statements_total')).toBeGreaterThan(10);
      expect(await value('lane_failures_total', '{lane="advance"}')).toBe(0);
      expect(await value('queue_age_seconds', '{shard="0"}')).toBe(0);
    });

    it('shows them to whoever knows the token', async () => {
      await api.anyone().get('/metrics').expect(401);
      await api.anyone().get('/metrics').set('authorization', 'Bearer wrong').expect(401);
      const { text } = await api.anyone().get('/metrics').set('authorization', 'Bearer tell me').expect(200);
      expect(text).toContain('sojourn_http_request_seconds_count{method="POST",route="/v1/batch",status="200"} 1');
      expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
      // Ids are in paths, never in labels.
      expect(text).toMatch(/route="\/api\/journeys\/:id\/publish"/);
      expect(text).not.toMatch(/route="\/api\/journeys\/\d/);
    });

    it('a worker without an API answers health, readiness and metrics on a port of its own', async () => {
      const health = { stopping: false, workerFault: undefined, degraded: 'Redis cannot be reached' };
      const config = { host: '127.0.0.1', workerPort: 0, metricsToken: undefined };
      const ops = await serveOps({ ...api.ports, config, health, metrics });
      const get = async (path: string) => {
        const response = await fetch(ops.address + path);
        return { status: response.status, text: await response.text() };
      };
      expect(await get('/health')).toEqual({ status: 200, text: '{"status":"ok"}' });
      expect(await get('/ready')).toEqual({ status: 200, text: '{"status":"ready","degraded":"Redis cannot be reached"}' }); // prettier-ignore
      health.stopping = true;
      expect(await get('/ready')).toEqual({ status: 503, text: '{"status":"not-ready","reason":"shutting down"}' });
      expect((await get('/metrics')).text).toContain('sojourn_wakes_total');
      expect((await get('/api/journeys')).status).toBe(404);
      await expect(
        serveOps({
          ...api.ports,
          config: { ...config, workerPort: Number(new URL(ops.address).port) },
          health,
          metrics,
        }),
      ).rejects.toThrow(/is taken by another program.*SOJOURN_WORKER_PORT=/);
      await ops.stop();
    });
  });

it('is not well while one kind of work fails, however well the others do', () => {
  const health = { stopping: false, workerFault: undefined as string | undefined };
  const faults = new LaneFaults(health);
  faults.failed('send', 'no table');
  faults.over('advance');
  expect(health.workerFault).toBe('send: no table');
  faults.over('send');
  expect(health.workerFault).toBeUndefined();
});

it('sends a span for each batch and its parts, for routing, delivery and requests', async () => {
  await telemetry?.stop();
  telemetry = undefined;
  expect([...collector.services]).toEqual(['{"stringValue":"sojourn-spec"}']);
  const { spans } = collector;
  const names = new Set(spans.map(({ name }) => name));
  for (const name of ['batch', 'claim', 'load', 'step', 'commit', 'route', 'deliver message', 'POST /v1/batch'])
    expect(names, name).toContain(name);
  const batch = spans.find(({ name }) => name === 'batch');
  const parts = spans.filter(({ parentSpanId }) => parentSpanId === batch?.spanId).map(({ name }) => name);
  expect(parts.sort()).toEqual(['claim', 'commit', 'load', 'step']);
  expect(batch?.attributes.find(({ key }) => key === 'sojourn.runs')).toBeDefined();
});
