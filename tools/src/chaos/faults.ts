import type { Random } from '@sojourn/kernel';
import type { Engine } from './fleet.js';
import { pause } from './ports.js';
import type { CuttingProxy } from './proxy.js';
import { flushRedis, type Server } from './servers.js';
import type { SmallDisk } from './small-disk.js';
import { LEASE_MS } from './tunings.js';

export interface FaultTargets {
  readonly workers: readonly Connected[];
  readonly api: Connected;
  readonly database: Server;
  readonly redis: Server;
  /** Where the database lies. */
  readonly disk: SmallDisk;
}
/** An engine and what stands between it and the database. */
export interface Connected {
  readonly engine: Engine;
  readonly proxy: CuttingProxy;
}

/** How often each fault happened. */
export type FaultCounts = Record<
  'workerKills' | 'workerStops' | 'workerRestarts' | 'apiKills' | 'apiStops' | 'databaseKills' | 'redisKills' | 'flushes' | 'connectionCuts' | 'clockJumps' | 'fullDisks', // prettier-ignore
  number
>;

type Fault = (targets: FaultTargets, random: Random, counts: FaultCounts) => Promise<void>;

interface NamedFault {
  readonly name: keyof FaultCounts;
  /** How often it comes in a deck. */
  readonly weight: number;
  /** Of one kind, one thing at a time: a database cannot be killed while it starts. */
  readonly kind: string;
  readonly happen: Fault;
}

const FAULTS: readonly NamedFault[] = [
  {
    name: 'workerKills',
    kind: 'workerKills',
    weight: 6,
    async happen({ workers }, random, counts) {
      await random.pick(workers).engine.kill();
      counts.workerKills++;
    },
  },
  {
    // Longer than a lease: when it wakes, others have what it believes is its own.
    name: 'workerStops',
    kind: 'workerStops',
    weight: 4,
    async happen({ workers }, random, counts) {
      const { engine, proxy } = random.pick(workers);
      await theMoment(proxy, random);
      if (await engine.freeze(LEASE_MS * (1.2 + random.next()))) counts.workerStops++;
    },
  },
  {
    name: 'workerRestarts',
    kind: 'workerRestarts',
    weight: 2,
    async happen({ workers }, random, counts) {
      await random.pick(workers).engine.restart();
      counts.workerRestarts++;
    },
  },
  {
    name: 'apiKills',
    kind: 'apiKills',
    weight: 2,
    async happen({ api }, _random, counts) {
      await api.engine.kill();
      counts.apiKills++;
    },
  },
  {
    name: 'apiStops',
    kind: 'apiStops',
    weight: 1,
    async happen({ api }, random, counts) {
      if (await api.engine.freeze(500 + random.int(2_000))) counts.apiStops++;
    },
  },
  {
    name: 'databaseKills',
    kind: 'database',
    weight: 2,
    async happen({ database }, random, counts) {
      await database.kill();
      counts.databaseKills++;
      await pause(random.int(1_000));
      await database.start();
    },
  },
  {
    name: 'redisKills',
    kind: 'redisKills',
    weight: 2,
    async happen({ redis }, random, counts) {
      await redis.kill();
      counts.redisKills++;
      await pause(random.int(1_500));
      await redis.start();
    },
  },
  {
    name: 'connectionCuts',
    kind: 'connectionCuts',
    weight: 2,
    async happen({ workers, api }, random, counts) {
      counts.connectionCuts += random.pick([...workers, api]).proxy.cutAll();
    },
  },
  {
    name: 'fullDisks',
    kind: 'database',
    weight: 2,
    async happen({ database, disk }, random, counts) {
      await disk.fill(database.pid);
      counts.fullDisks++;
      await pause(800 + random.int(1_500));
      await disk.empty(database.pid);
      // Some servers would rather die than live without space.
      if (database.pid === undefined) await database.start();
    },
  },
  {
    // Ahead or behind, by a little or by more than any lease; then back.
    name: 'clockJumps',
    kind: 'clockJumps',
    weight: 2,
    async happen({ workers }, random, counts) {
      const { engine: worker } = random.pick(workers);
      worker.setClock(random.pick([-20_000, -2_000, 2_000, 20_000]));
      counts.clockJumps++;
      await pause(1_500 + random.int(2_500));
      worker.setClock(0);
    },
  },
];

const FLUSH_EVERY_MS = 10_000;
/** Chance of each of the three cuts at any COMMIT. */
const CUT_ODDS = 0.02;

/** Of all faults, or `only` of these: lets things go wrong, one after the other and now and then two at once, for so long; afterwards everything is up again. */
export async function letThingsGoWrong(
  targets: FaultTargets,
  random: Random,
  seconds: number,
  only?: readonly string[],
): Promise<FaultCounts> {
  const counts: FaultCounts = { workerKills: 0, workerStops: 0, workerRestarts: 0, apiKills: 0, apiStops: 0, databaseKills: 0, redisKills: 0, flushes: 0, connectionCuts: 0, clockJumps: 0, fullDisks: 0 }; // prettier-ignore
  const end = performance.now() + seconds * 1_000;
  const deck = shuffled(
    FAULTS.filter(({ name }) => only === undefined || only.includes(name)).flatMap((fault) => Array<NamedFault>(fault.weight).fill(fault)), // prettier-ignore
    random,
  );
  const proxies = [...targets.workers, targets.api].map(({ proxy }) => proxy);
  for (const proxy of proxies) proxy.odds = CUT_ODDS;
  const flush = async (): Promise<void> => {
    if (await flushRedis(targets.redis.port)) counts.flushes++;
  };
  const flushing = setInterval(() => void flush(), FLUSH_EVERY_MS);
  const underWay = new Map<string, Promise<void>>();
  for (let i = 0; performance.now() < end; i++) {
    const fault = deck[i % deck.length]!; // the deck is not empty
    // Two workers may be stopped at the same time.
    const place = fault.name === 'workerStops' ? `${fault.kind} ${i % 2}` : fault.kind;
    await underWay.get(place);
    const happening = fault.happen(targets, random, counts).finally(() => underWay.delete(place));
    underWay.set(place, happening);
    await Promise.race([happening, pause(300)]);
    await pause(100 + random.int(900));
  }
  await Promise.all(underWay.values());
  clearInterval(flushing);
  for (const proxy of proxies) proxy.odds = 0;
  return counts;
}

/**
 * Where a worker is stopped: as it begins a transaction with what it knew before, as it makes sure of its shards, before and after
 * it has written steps, and after it has routed events. Texts of the engine; one that is gone is waited for in vain.
 */
const MOMENTS = [
  /^START TRANSACTION$/,
  /\nSELECT id, epoch FROM shard[^\n]*$/,
  /\nINSERT INTO run \(node_id[^\n]*$/,
  /\nINSERT INTO run \(node_id[^]*\nCOMMIT$/,
  /\nDELETE FROM `signal`[^]*\nCOMMIT$/,
];
const LONGEST_WAIT_MS = 1_500;

async function theMoment(proxy: CuttingProxy, random: Random): Promise<void> {
  const pattern = random.pick([undefined, ...MOMENTS]);
  if (pattern === undefined) return;
  await Promise.race([new Promise<void>((resolve) => proxy.once(pattern, resolve)), pause(LONGEST_WAIT_MS)]);
}

/** Every fault comes once before one comes again, in an order of the seed's own. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const deck = [...items];
  for (let i = deck.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [deck[i], deck[j]] = [deck[j]!, deck[i]!]; // both inside
  }
  return deck;
}
