import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LookupAddress } from 'node:dns';
import type { Capability, NodeSpec, PluginManifest } from '@sojourn/plugin-sdk';

const both = (text: string) => ({ en: text, 'zh-CN': text });

/** A plugin that asks for a good deal. */
export function manifestOf(
  more: Partial<PluginManifest> = {},
  node: Partial<NodeSpec> = {},
  hosts = ['api.acme.test', '*.eu.acme.test'],
): PluginManifest {
  return {
    id: 'acme.weather',
    version: '1.0.0',
    sdk: '^1.0.0',
    product: '>=0.1.0',
    title: both('Weather'),
    description: both('Weather'),
    locales: ['en', 'zh-CN'],
    main: 'dist/plugin.js',
    capabilities: [
      httpTo(hosts),
      { kind: 'kv', scopes: ['workspace', 'contact', 'node'], quotaKb: 8, reason: both('cache') },
    ],
    nodes: [nodeOf(node)],
    ...more,
  };
}

export function nodeOf(more: Partial<NodeSpec> = {}): NodeSpec {
  return {
    type: 'forecast',
    typeVersion: 1,
    kind: 'action',
    category: 'data',
    title: both('Forecast'),
    description: both('Forecast'),
    icon: 'CloudOutlined',
    inputs: 1,
    waits: false,
    summary: both('Forecast'),
    config: { type: 'object', properties: {} },
    defaults: {},
    outcomes: [
      { id: 'sunny', label: both('Sunny'), role: 'success' },
      { id: 'failed', label: both('Failed'), role: 'failure' },
    ],
    data: { reads: [] },
    effects: { kind: 'external', idempotency: 'keyed', dryRun: 'outcome', dryOutcome: 'sunny' },
    reasons: { forecast: both('It is {degrees}'), broken: both('Broken') },
    uses: ['http', 'kv'],
    ...more,
  };
}

export const httpTo = (hosts: string[], paths: string[] = ['/v1/*']): Capability & { kind: 'http' } => ({
  kind: 'http',
  hosts,
  methods: ['GET', 'POST'],
  paths,
  reason: both('asks'),
});

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on this machine that remembers what it was asked. */
export class Provider {
  readonly seen: Seen[] = [];
  answer: (seen: Seen, response: ServerResponse) => void = (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  #server: Server | undefined;

  async start(): Promise<number> {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() }; // prettier-ignore
        this.seen.push(seen);
        this.answer(seen, response);
      });
      request.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

/** Names as the spec wants them. */
export const namesTo =
  (names: Readonly<Record<string, string>>) =>
  (host: string): Promise<readonly LookupAddress[]> =>
    Object.hasOwn(names, host)
      ? Promise.resolve([{ address: names[host] ?? '', family: 4 }])
      : Promise.reject(Object.assign(new Error(`no such name: ${host}`), { code: 'ENOTFOUND' }));
