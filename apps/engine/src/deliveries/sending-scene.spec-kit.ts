import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createEngine,
  deliver,
  type Courier,
  type Engine,
  type EngineParts,
  type Observation,
} from '@sojourn/execution';
import { systemClock } from '@sojourn/kernel';
import { createJourneyStore, createOutboxStore, insertRows, type Database } from '@sojourn/storage';
import { plugins, programs } from '../plugins/shipped.js';

const NO_SANDBOX = { run: () => Promise.resolve([]), close: () => Promise.resolve() };

/** Deliveries in the outbox of a workspace, each for a contact of its own whose run waits at `n1`. */
export interface Queued {
  readonly workspaceId?: number;
  readonly channel?: string;
  readonly url?: string;
  readonly count?: number;
  readonly retries?: number;
  readonly attributes?: object;
}

let lastId = 0;

/** Puts deliveries in the queue, due a second ago in the order of their ids. Answers their ids. */
export async function queue(database: Database, what: Queued = {}): Promise<number[]> {
  const { workspaceId = 1, channel = 'webhook', url = 'http://127.0.0.1:1/', count = 1, retries = 5, attributes = {} } = what; // prettier-ignore
  const ids = Array.from({ length: count }, () => ++lastId);
  const at = systemClock.now() - 1_000;
  const effect =
    channel === 'webhook'
      ? { kind: 'webhook', request: { method: 'POST', url, body: { a: 1 }, timeoutMs: 15_000, retries } }
      : { kind: 'message', channel, content: { body: 'hi', format: 'text' }, data: {} };
  await database.inTransaction(async (tx) => {
    await insertRows(
      tx,
      'contact',
      ['id', 'workspace_id', 'attributes', 'created_at', 'updated_at', 'last_event_id'],
      ids.map((id) => [id, workspaceId, JSON.stringify(attributes), 0, 0, 0]),
    );
    await insertRows(
      tx,
      'run',
      ['id', 'workspace_id', 'journey_id', 'version_id', 'contact_id', 'entry_key', 'entry_id', 'shard', 'state', 'node_id', 'visits', 'arrived_at', 'fence', 'claimed', 'pending', 'variables', 'started_at'],
      ids.map((id) => [id, workspaceId, 1, 1, id, '', 'e', 0, 'active', 'n1', '{"n1":1}', 0, 0, 0, '{"kind":"timer"}', '{}', 0]),
    ); // prettier-ignore
    await insertRows(
      tx,
      'outbox',
      ['id', 'workspace_id', 'contact_id', 'run_id', 'node_id', 'visit', 'effect_key', 'kind', 'channel', 'effect', 'state', 'attempt', 'due_at', 'ready_at', 'created_at'],
      ids.map((id) => [id, workspaceId, id, id, 'n1', 1, `${workspaceId}:${id}:n1:1:send`, effect.kind, channel, JSON.stringify(effect), 'ready', 0, at, at, at]),
    ); // prettier-ignore
  });
  return ids;
}

export interface Worker {
  readonly engine: Engine;
  readonly seen: Observation[];
  /** Sends until nothing is left, so many milliseconds are over, or a minute at most until what is waited for is so. */
  send(until?: number | (() => boolean)): Promise<number>;
}

/** A worker on the database, with a holder's name of its own. */
export function worker(database: Database, couriers: readonly Courier[], more: Partial<EngineParts> = {}): Worker {
  const seen: Observation[] = [];
  const engine = createEngine({
    store: createJourneyStore(database),
    outbox: createOutboxStore(database),
    catalogue: plugins.catalogue,
    programs,
    sandbox: NO_SANDBOX,
    couriers,
    clock: systemClock,
    observe: (what) => void seen.push(what),
    ...more,
  });
  return {
    engine,
    seen,
    send(until = 60_000) {
      const end = performance.now() + (typeof until === 'number' ? until : 60_000);
      const isSo = typeof until === 'number' ? () => false : until;
      return deliver(engine, systemClock, () => isSo() || performance.now() > end);
    },
  };
}

export interface Call {
  readonly path: string;
  readonly key: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

export interface Provider {
  readonly url: string;
  readonly calls: Call[];
  /** The most calls that were under way at once. */
  readonly most: () => number;
  close(): Promise<void>;
}

/** A real HTTP server; `answer` decides about every call, 200 when it says nothing. */
export async function startProvider(
  answer: (call: Call, response: ServerResponse) => void | Promise<void> = () => undefined,
): Promise<Provider> {
  const calls: Call[] = [];
  let [now, most] = [0, 0];
  const server: Server = createServer((request, response) => {
    most = Math.max(most, ++now);
    response.once('close', () => now--);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { headers, url = '/' } = request;
      const call: Call = { path: url, key: String(headers['webhook-id']), headers, body, at: performance.now() };
      calls.push(call);
      void Promise.resolve(answer(call, response)).then(() => {
        if (!response.writableEnded && !response.destroyed) response.end('{}');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    most: () => most,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
