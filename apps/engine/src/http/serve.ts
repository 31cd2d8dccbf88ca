import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenFault } from '../config/start-error.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Ports } from '../ports.js';
import type { Stoppable } from '../shutdown.js';
import { createApplication } from './application.js';

export interface Serving extends Stoppable {
  /** `http://127.0.0.1:3000` */
  readonly address: string;
}

/** Requests may take this long; longer ones are a client that went silent. */
const REQUEST_MS = 60_000;

/** Listens. Throws StartError when the port or the address cannot be had. */
export async function serve(ports: Ports, metrics?: Metrics): Promise<Serving> {
  const { host, port } = ports.config;
  const app = await createApplication(ports, metrics);
  const server = app.getHttpServer() as Server;
  server.requestTimeout = REQUEST_MS;
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close().catch(() => undefined); // it never listened; what matters is why
    throw listenFault(host, port, error);
  }
  const { port: taken, family, address } = server.address() as AddressInfo; // listening on TCP
  const shown = family === 'IPv6' ? `[${address}]` : address;
  return {
    address: `http://${address === '0.0.0.0' || address === '::' ? '127.0.0.1' : shown}:${taken}`,
    async stop() {
      server.closeIdleConnections();
      await app.close();
    },
  };
}
