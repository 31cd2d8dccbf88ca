import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileHashes, pack, SIGNATURE_FILE, signPackage } from '@sojourn/packaging';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { Agent, type Dispatcher } from 'undici';
import { build, type Rolldown } from 'vite';
import type { Agents } from './http/agents.js';

const cookbook = path.resolve(import.meta.dirname, '../../../../docs/cookbook');

/** An example of the cookbook as its author would upload it: built from its sources and signed. */
export async function examplePackage(name: string, privateKey: string): Promise<Buffer> {
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

export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The servers of all domains: whatever plugins send over TLS comes here, told by host and path. */
export class Domains {
  readonly asked: Asked[] = [];
  answer: (asked: Asked) => { readonly status?: number; readonly body: object } = () => ({ body: {} });
  readonly #server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => (text += String(part)));
    request.on('end', () => {
      const [host = ''] = [request.headers['x-asked-host']].flat();
      const asked = { host, path: request.url ?? '', headers: request.headers, body: text ? (JSON.parse(text) as Asked['body']) : {} }; // prettier-ignore
      this.asked.push(asked);
      const { status = 200, body } = this.answer(asked);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  async start(): Promise<Agents> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const own = new Agent();
    const https = own.compose((dispatch) => (options, handler) => {
      const host = new URL(String(options.origin)).host;
      return dispatch({ ...options, origin, headers: { ...(options.headers as object), 'x-asked-host': host } }, handler);
    }) as Dispatcher; // prettier-ignore
    return { https, http: own, close: () => own.close() };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
