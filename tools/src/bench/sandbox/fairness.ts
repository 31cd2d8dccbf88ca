import { createHash } from 'node:crypto';
import type { GuestBatch, GuestProgram, Sandbox } from '@sojourn/execution';
import { createSandbox } from '@sojourn/sandbox';
import { median, round } from '../machine.js';

export interface Fairness {
  readonly workspaces: number;
  readonly jobsEach: number;
  /** What a workspace waits for one of its batches: of all workspaces the median one and the slowest. */
  readonly medianWaitMs: number;
  readonly maxWaitMs: number;
  readonly maxToMedian: number;
  /** When the first and the last workspace had all its batches. */
  readonly firstDoneMs: number;
  readonly lastDoneMs: number;
  /** What the hostile one used, of all processor time of the sandbox's guests. */
  readonly hostileCpuShare: number;
}

const LIMITS = { cpuMs: 300, wallMs: 5_000, memoryMb: 32, calls: 0 };

/**
 * So many workspaces, each with a plugin of its own, hand their batches to one pool at the same time. `hostile`: one more
 * whose plugin never ends, handing in the next batch as soon as the last is given up.
 */
export async function measureFairness(options: {
  readonly workspaces: number;
  readonly jobsEach: number;
  readonly items: number;
  readonly processes: number;
  readonly hostile: boolean;
}): Promise<Fairness> {
  const { workspaces, jobsEach, processes } = options;
  const sandbox = createSandbox({ processes });
  const items = Array.from({ length: options.items }, (_, key) => ({ key, contact: { id: key } }));
  const job = (workspaceId: number, program: GuestProgram): GuestBatch => ({
    program,
    tenant: { workspaceId, plugin: 'bench.fair' },
    limits: LIMITS,
    at: 0,
    seed: 'bench',
    head: { node: 'n', nodeId: 'n1', config: {} },
    items,
  });
  let over = false;
  let hostileCpuMs = 0;
  let honestCpuMs = 0;
  try {
    await sandbox.runBatch(job(0, programOf('warm', false)));
    const attack = options.hostile
      ? harass(sandbox, job(9_999, programOf('hostile', true)), () => over, (ms) => (hostileCpuMs += ms)) // prettier-ignore
      : undefined;
    const began = performance.now();
    const done = await Promise.all(
      Array.from({ length: workspaces }, async (_, index) => {
        const waits: number[] = [];
        const program = programOf(`plugin ${index}`, false);
        for (let n = 0; n < jobsEach; n++) {
          const asked = performance.now();
          const { results, cpuMs } = await sandbox.runBatch(job(index + 1, program));
          if (results.some(({ status }) => status !== 'ok'))
            throw new Error(`A batch failed: ${JSON.stringify(results[0])}`);
          waits.push(performance.now() - asked);
          honestCpuMs += cpuMs;
        }
        return { wait: median(waits), doneMs: performance.now() - began };
      }),
    );
    over = true;
    await attack;
    const waits = done.map(({ wait }) => wait);
    const ends = done.map(({ doneMs }) => doneMs);
    return {
      workspaces,
      jobsEach,
      medianWaitMs: round(median(waits), 1),
      maxWaitMs: round(Math.max(...waits), 1),
      maxToMedian: round(Math.max(...waits) / median(waits), 2),
      firstDoneMs: round(Math.min(...ends)),
      lastDoneMs: round(Math.max(...ends)),
      hostileCpuShare: round(hostileCpuMs / (hostileCpuMs + honestCpuMs), 3),
    };
  } finally {
    await sandbox.close();
  }
}

async function harass(
  sandbox: Sandbox,
  job: GuestBatch,
  over: () => boolean,
  spent: (ms: number) => void,
): Promise<void> {
  while (!over()) {
    const { cpuMs, results } = await sandbox.runBatch(job);
    spent(cpuMs);
    // A plugin that only hangs is not run for a while; it comes back at once all the same.
    if (results[0]?.status === 'circuit-open') await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A small plugin by hand; `name` makes each one's code another. */
function programOf(name: string, hostile: boolean): GuestProgram {
  const code = `var sojournPlugin = { call(entry, text) {
    const name = ${JSON.stringify(name)};
    ${hostile ? 'for (;;);' : ''}
    const { items } = JSON.parse(text);
    let sum = 0;
    for (let i = 0; i < 200000; i++) sum = (sum + i * 7) % 1000;
    return Promise.resolve(JSON.stringify({ decisions: items.map(({ key }) => ({ item: key, do: 'to', outcome: name + sum })) }));
  } };`;
  return { code, hash: createHash('sha256').update(code).digest('hex') };
}
