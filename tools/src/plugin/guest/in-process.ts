import vm from 'node:vm';
import type {
  GuestBatch,
  GuestBatchReport,
  GuestCall,
  GuestCallReport,
  GuestResult,
  HostCall,
  HostReply,
  RecordedCall,
  Sandbox,
} from '@sojourn/execution';
import { messageOf, seededRandom, type Json, type JsonObject } from '@sojourn/kernel';
import { decisionsByItem, type Decision } from '@sojourn/plugin-sdk/engine';

/** What runs a plugin's bundle: production's sandbox, or this process. */
export type GuestRunner = Pick<Sandbox, 'runBatch' | 'call' | 'close'>;

interface Loaded {
  readonly plugin: { call(entry: string, input: string, host: unknown): Promise<string> };
  /** What `Date` and `Math.random` go by, set anew for each job as in the sandbox. */
  readonly world: { at: number; random: () => number };
}

/** The time stands still and chance is seeded, however the code asks for them. */
const WORLD = `
  Math.random = () => __world.random();
  Date = new Proxy(Date, {
    construct: (real, given, self) => Reflect.construct(real, given.length === 0 ? [__world.at] : given, self),
    apply: (real) => new real(__world.at).toString(),
  });
  Date.now = () => __world.at;
`;

/**
 * Runs bundles in this process, in a realm of their own: for a debugger, for replays, and to hold the sandbox's answers against.
 * It keeps nobody from anything: only for code of one's own. A bundle is loaded once for each `inProcess`, so what it keeps
 * between batches shows.
 */
export function inProcess(): GuestRunner {
  const loaded = new Map<string, Loaded>();
  const load = (job: GuestBatch | GuestCall): Loaded => {
    const known = loaded.get(job.program.hash);
    if (known) return known;
    const world = worldOf(job);
    const realm = vm.createContext({ console: { log: () => undefined }, __world: world });
    vm.runInContext(WORLD, realm);
    vm.runInContext(job.program.code, realm, { filename: 'plugin.js' });
    const made: Loaded = { plugin: vm.runInContext('sojournPlugin', realm) as Loaded['plugin'], world };
    loaded.set(job.program.hash, made);
    return made;
  };
  const run = async (job: GuestBatch | GuestCall, entry: string, input: object): Promise<Run> => {
    const began = performance.now();
    const cpu = process.cpuUsage();
    const log: string[] = [];
    const calls: RecordedCall[] = [];
    const end = (result: GuestResult): Run => {
      const { user, system } = process.cpuUsage(cpu);
      return { result, log, calls, cpuMs: (user + system) / 1_000, wallMs: performance.now() - began };
    };
    try {
      const { plugin, world } = load(job);
      Object.assign(world, worldOf(job));
      const text = await plugin.call(entry, JSON.stringify(input), hostOf(job, calls, log));
      return end({ status: 'ok', value: JSON.parse(text) as Json });
    } catch (error) {
      return end({ status: 'error', message: messageOf(error) });
    }
  };
  return {
    async runBatch(batch) {
      const { result, ...rest } = await run(batch, 'execute', { ...batch.head, items: batch.items });
      const failed = (message: string): GuestResult => ({ status: 'error', message });
      if (result.status !== 'ok') return { ...rest, results: batch.items.map(() => result) } satisfies GuestBatchReport;
      const given = (result.value as JsonObject)['decisions'] as unknown as readonly Decision[];
      const items = batch.items.map((item) => ({ key: Number(item['key']) }));
      const { decisions, faults } = decisionsByItem(items, given);
      const results = decisions.map((decision, place): GuestResult => {
        if (decision) return { status: 'ok', value: decision as unknown as Json };
        const fault = faults.find(({ item }) => item === items[place]?.key);
        return failed(fault?.message ?? 'The node answered no list of decisions.');
      });
      return { ...rest, results } satisfies GuestBatchReport;
    },
    call: async (call) => (await run(call, call.entry, call.input)) satisfies GuestCallReport,
    close: async () => loaded.clear(),
  };
}

function worldOf({ at, seed }: GuestBatch | GuestCall): Loaded['world'] {
  const chance = seededRandom(seed);
  return { at, random: () => chance.next() };
}

interface Run {
  readonly result: GuestResult;
  readonly log: string[];
  readonly calls: RecordedCall[];
  readonly cpuMs: number;
  readonly wallMs: number;
}

const REFUSED: HostReply = { error: { code: 'refused', message: 'There is no host here.' } };

/** Collects what is asked within one turn and has it carried out together, as the sandbox does. */
function hostOf(job: GuestBatch | GuestCall, calls: RecordedCall[], log: string[]): unknown {
  let queue: { readonly call: HostCall; readonly done: (reply: string) => void }[] = [];
  const recorded = [...(job.recorded ?? [])];
  const flush = async (): Promise<void> => {
    const turn = queue;
    queue = [];
    const known = turn.map(({ call }) => {
      const at = recorded.findIndex((one) => same(one.call, call));
      return at < 0 ? undefined : recorded.splice(at, 1)[0]?.reply;
    });
    const open = turn.filter((_, index) => known[index] === undefined);
    const fresh = open.length === 0 ? [] : ((await job.host?.(open.map(({ call }) => call))) ?? open.map(() => REFUSED)); // prettier-ignore
    turn.forEach(({ call, done }, index) => {
      const reply = known[index] ?? fresh[open.indexOf(turn[index]!)] ?? REFUSED;
      calls.push({ call, reply });
      done(JSON.stringify(reply));
    });
  };
  const host = (op: string, args: string): Promise<string> =>
    new Promise((done) => {
      if (queue.length === 0) setImmediate(() => void flush());
      queue.push({ call: { op, args: JSON.parse(args) as JsonObject }, done });
    });
  return Object.assign(host, { log: (line: string) => void (log.length < 50 && log.push(line)) });
}

const same = (a: HostCall, b: HostCall): boolean => a.op === b.op && JSON.stringify(a.args) === JSON.stringify(b.args);
