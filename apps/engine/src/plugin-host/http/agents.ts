import { lookup, type LookupAddress } from 'node:dns';
import type { Dispatcher } from 'undici';
import { addressPolicy, AddressRefused, guardedAgent, type GuardOptions } from '../../couriers/index.js';

/** Agents that plugins' requests go through: nothing but public addresses and what the operator allowed. */
export interface Agents {
  readonly https: Dispatcher;
  /** Without TLS, to networks of the operator's own alone. */
  readonly http: Dispatcher;
  close(): Promise<void>;
}

export function openAgents({ allow = [], resolve = resolveAll, connectTimeoutMs }: GuardOptions): Agents {
  const isPublic = addressPolicy([]);
  const isAllowed = addressPolicy(allow);
  const more = connectTimeoutMs === undefined ? {} : { connectTimeoutMs };
  const https = guardedAgent({ allow, resolve, ...more });
  const http = guardedAgent({
    allow,
    ...more,
    resolve: async (host) => {
      const addresses = await resolve(host);
      if (addresses.some(({ address }) => isPublic(address) || !isAllowed(address))) throw new AddressRefused(host);
      return addresses;
    },
  });
  return {
    https,
    http,
    async close() {
      await Promise.all([https.close(), http.close()]);
    },
  };
}

function resolveAll(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((done, fail) =>
    lookup(host, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses))),
  );
}
