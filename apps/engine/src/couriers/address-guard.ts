import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector } from 'undici';

/** An address that is not public, and not allowed by the operator. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';

  constructor(host: string) {
    super(`${host} is not a public address. An operator can allow private networks.`);
    this.name = 'AddressRefused';
  }
}

type Range = ReturnType<typeof ipaddr.parseCIDR>;

/** All of IPv6 that has been given out to the world; the rest of it has no meaning yet, or had one once. */
const GLOBAL = ipaddr.parseCIDR('2000::/3');
/** Reachable from machines of one cloud alone, as that cloud's own services are. */
const OF_A_CLOUD = new Set(['168.63.129.16']);

/** Whether an address may be connected to: public unicast, or inside one of the allowed networks (CIDR). */
export function addressPolicy(allow: readonly string[]): (address: string) => boolean {
  const ranges: Range[] = allow.map((cidr) => ipaddr.parseCIDR(cidr));
  return (address) => {
    let parsed: ipaddr.IPv4 | ipaddr.IPv6;
    try {
      parsed = ipaddr.parse(address);
    } catch {
      return false;
    }
    // ::ffff:10.0.0.1 is 10.0.0.1 to the kernel.
    if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) parsed = parsed.toIPv4Address();
    const inside = ([network, bits]: Range): boolean => network.kind() === parsed.kind() && parsed.match(network, bits);
    const isGlobal = parsed instanceof ipaddr.IPv6 ? inside(GLOBAL) : !OF_A_CLOUD.has(parsed.toString());
    // Everything with a purpose of its own (private, loopback, link-local, NAT64, 6to4, documentation...) has another name.
    return (parsed.range() === 'unicast' && isGlobal) || ranges.some(inside);
  };
}

export interface GuardOptions {
  /** Private networks that may be reached all the same, CIDR. */
  readonly allow?: readonly string[];
  readonly connectTimeoutMs?: number;
  /** For tests: how names become addresses. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
}

/**
 * An HTTP agent that connects to public addresses only. Names are resolved in the connection's own lookup, all addresses are
 * checked, and the connection goes to a checked one: a name that changes its mind between check and connection gains nothing.
 */
export function guardedAgent({ allow = [], connectTimeoutMs = 5_000, resolve = resolveAll }: GuardOptions = {}): Agent {
  const allowed = addressPolicy(allow);
  const checkedLookup: LookupFunction = (host, { all }, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || addresses.some(({ address }) => !allowed(address)))
          return callback(new AddressRefused(host), '', 0);
        if (all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, '', 0),
    );
  };
  const connect = buildConnector({ lookup: checkedLookup, timeout: connectTimeoutMs });
  return new Agent({
    connect: (options, callback) => {
      // A literal address is never looked up.
      const literal = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal) && !allowed(literal)) return callback(new AddressRefused(literal), null);
      return connect(options, callback);
    },
  });
}

function resolveAll(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((done, fail) =>
    lookup(host, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses))),
  );
}
