import { Agent, request } from 'node:http';
import { systemClock, UnexpectedError } from '@sojourn/kernel';
import { quantile } from '../machine.js';

export interface LoadOptions {
  readonly address: string;
  readonly writeKey: string;
  /** Events in all. */
  readonly events: number;
  /** Events of one request; 1 sends each to `/v1/track`, more to `/v1/batch`. */
  readonly together: number;
  /** Requests under way at the same time. */
  readonly clients: number;
  /** Different contacts, taken in turn. */
  readonly users: number;
  /** Tells this load's events from others. */
  readonly name: string;
}

export interface Load {
  readonly seconds: number;
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Sends events over HTTP with connections kept open, and measures each request until its answer is read. */
export async function sendLoad(options: LoadOptions): Promise<Load> {
  const { address, writeKey, events, together, clients } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const url = new URL(together === 1 ? '/v1/track' : '/v1/batch', address);
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
  const took: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < events) {
      const from = next;
      next = Math.min(events, from + together);
      const body = bodyOf(options, from, next);
      const began = performance.now();
      await post(url, agent, authorization, body);
      took.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - began) / 1_000;
  agent.destroy();
  took.sort((a, b) => a - b);
  return { seconds, requests: took.length, p50Ms: quantile(took, 0.5), p99Ms: quantile(took, 0.99) };
}

function bodyOf({ together, users, name }: LoadOptions, from: number, to: number): string {
  const timestamp = new Date(systemClock.now()).toISOString();
  const calls = Array.from({ length: to - from }, (_, i) => {
    const place = from + i;
    return {
      type: 'track',
      event: place % 10 === 0 ? 'Order Completed' : 'Product Viewed',
      userId: `u${place % users}`,
      messageId: `${name}-${place}`,
      timestamp,
      properties: { productId: `p-${place % 500}`, amount: 10 + (place % 190), currency: 'EUR', path: '/products/tea' },
      context: { library: { name: 'bench', version: '1' } },
    };
  });
  return JSON.stringify(together === 1 ? calls[0] : { batch: calls });
}

function post(url: URL, agent: Agent, authorization: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      let words = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (words += chunk));
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new UnexpectedError(`The engine answered ${response.statusCode}: ${words}`, { code: 'bench.engine-failed' })); // prettier-ignore
      });
      response.once('error', reject);
    });
    call.once('error', reject);
    call.end(body);
  });
}
