import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config/config.js';
import { listenFault } from '../config/start-error.js';
import { readiness, type ReadinessParts } from '../health/readiness.service.js';
import { metricsEndpoint } from '../metrics/endpoint.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Stoppable } from '../shutdown.js';

export interface OpsServerParts extends ReadinessParts {
  readonly config: Pick<Config, 'host' | 'workerPort' | 'metricsToken'>;
  readonly metrics: Metrics;
}

/** For a process that serves no API: `/health`, `/ready` and `/metrics` on a port of their own. */
export async function serveOps({
  config,
  metrics,
  ...parts
}: OpsServerParts): Promise<Stoppable & { readonly address: string }> {
  const showMetrics = metricsEndpoint(metrics.registry, config.metricsToken);
  const json = (response: ServerResponse, status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/health') json(response, 200, { status: 'ok' });
    else if (path === '/ready') {
      const view = await readiness(parts);
      json(response, view.status === 'ready' ? 200 : 503, view);
    } else if (path === '/metrics') showMetrics(request, response);
    else json(response, 404, { error: 'A worker answers /health, /ready and /metrics.' });
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => json(response, 500, { error: 'not answered' }));
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFault(config.host, config.workerPort, error, 'SOJOURN_WORKER_PORT')));
    server.listen(config.workerPort, config.host, resolve);
  });
  const { port, family, address } = server.address() as AddressInfo; // listening on TCP
  return {
    address: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
