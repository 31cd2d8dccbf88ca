import { compileFunction } from 'node:vm';
import type { GuestProgram, Sandbox } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import type { Item } from '@sojourn/plugin-sdk/engine';
import { median } from '../machine.js';
import { AT, crossing, inputOf, itemsOf } from './contacts.js';
import { familyCpuSeconds } from './processor-time.js';
import { nodes } from './segment-node.js';

export interface Speed {
  readonly batch: number;
  readonly contactsPerSecond: number;
  readonly contactsPerCpuSecond: number;
  /** Microseconds of processor time for a contact. */
  readonly cpuUs: number;
  /** The same function in this process, projection included: microseconds. */
  readonly nativeUs: number;
  /** How many times the native time on the wall, and of the processors. */
  readonly timesNative: number;
  readonly timesNativeCpu: number;
}

export interface SpeedRun {
  /** One batch in the sandbox, projection included; must answer every contact. */
  readonly sandboxed: (items: readonly Item[]) => Promise<void>;
  /** The same in this process. */
  readonly native: (items: readonly Item[]) => void;
}

/** Runs batches for so long, sandboxed and natively in turn, and takes the median round. */
export async function measureSpeed(
  run: SpeedRun,
  { batch, seconds, rounds, pids }: { batch: number; seconds: number; rounds: number; pids: readonly number[] },
): Promise<Speed> {
  const items = itemsOf(batch);
  for (let i = 0; i < 20; i++) await run.sandboxed(items);
  for (let i = 0; i < Math.ceil(20_000 / batch); i++) run.native(items);
  const share = (seconds * 1_000) / rounds;
  const measured: Omit<Speed, 'batch'>[] = [];
  for (let round = 0; round < rounds; round++) {
    let contacts = 0;
    const cpuBefore = familyCpuSeconds(pids);
    const began = performance.now();
    while (performance.now() - began < share) {
      await run.sandboxed(items);
      contacts += batch;
    }
    const seconds = (performance.now() - began) / 1_000;
    const cpuSeconds = familyCpuSeconds(pids) - cpuBefore;
    let natively = 0;
    const nativeCpu = process.cpuUsage();
    const nativeBegan = performance.now();
    while (performance.now() - nativeBegan < share / 4) {
      for (let i = 0; i < 16; i++) run.native(items);
      natively += batch * 16;
    }
    const nativeSeconds = (performance.now() - nativeBegan) / 1_000;
    const { user, system } = process.cpuUsage(nativeCpu);
    const cpuUs = (cpuSeconds / contacts) * 1e6;
    measured.push({
      contactsPerSecond: contacts / seconds,
      contactsPerCpuSecond: contacts / cpuSeconds,
      cpuUs,
      nativeUs: (nativeSeconds / natively) * 1e6,
      timesNative: seconds / contacts / (nativeSeconds / natively),
      timesNativeCpu: cpuUs / ((user + system) / natively),
    });
  }
  const middle = (of: (one: Omit<Speed, 'batch'>) => number): number => median(measured.map(of));
  return {
    batch,
    contactsPerSecond: middle((one) => one.contactsPerSecond),
    contactsPerCpuSecond: middle((one) => one.contactsPerCpuSecond),
    cpuUs: middle((one) => one.cpuUs),
    nativeUs: middle((one) => one.nativeUs),
    timesNative: middle((one) => one.timesNative),
    timesNativeCpu: middle((one) => one.timesNativeCpu),
  };
}

/** A code node's script. */
export function scriptRun(sandbox: Sandbox, source: string): SpeedRun {
  const native = compileFunction(source, ['contact', 'context', 'log']) as (
    contact: unknown,
    input: JsonObject,
  ) => unknown;
  return {
    async sandboxed(items) {
      const results = await sandbox.run({ source, inputs: items.map(inputOf), timeoutMs: 250, memoryMb: 32 });
      const failed = results.find(({ status }) => status !== 'ok');
      if (failed || results.length !== items.length) throw new Error(`The script failed: ${JSON.stringify(failed)}`);
    },
    native(items) {
      const answers = items.map((item) => {
        const input = inputOf(item);
        return native(input['contact'], input);
      });
      if (answers.length !== items.length) throw new Error('The script did not answer.');
    },
  };
}

/** A plugin's node out of a bundle. */
export function pluginRun(sandbox: Sandbox, program: GuestProgram): SpeedRun {
  const execute = nodes.segment.execute;
  return {
    async sandboxed(items) {
      const { results } = await sandbox.runBatch({
        program,
        tenant: { workspaceId: 1, plugin: 'bench.segment' },
        limits: { cpuMs: 5_000, wallMs: 10_000, memoryMb: 64, calls: 0 },
        at: AT,
        seed: 'bench',
        head: { node: 'segment', nodeId: 'n1', config: {} },
        items: items.map((item) => crossing(item) as unknown as JsonObject),
      });
      const failed = results.find(({ status }) => status !== 'ok');
      if (failed || results.length !== items.length) throw new Error(`The plugin failed: ${JSON.stringify(failed)}`);
    },
    native(items) {
      // The node reads what it is given and asks nothing of its context.
      const given = items.map((item) => ({ ...item, ...crossing(item), history: item.history }) as Item);
      const decisions = execute(undefined as never, { config: {} as never, nodeId: 'n1', items: given });
      if ((decisions as readonly unknown[]).length !== items.length) throw new Error('The node did not answer.');
    },
  };
}
