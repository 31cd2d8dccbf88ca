import { createServer } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import type { Agents } from './http/agents.js';

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
