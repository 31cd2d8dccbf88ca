import { createSandbox } from '@sojourn/sandbox';
import { median, round } from '../machine.js';

export interface Restarts {
  readonly times: number;
  /** From the start of a process to its readiness. */
  readonly startMedianMs: number;
  /** From the kill of the process at work to the answer of the job that it had: a spare takes over. */
  readonly replacedMedianMs: number;
  readonly replacedMaxMs: number;
}

/** Kills the process that has the job, again and again. */
export async function measureRestarts(times: number): Promise<Restarts> {
  const starts: number[] = [];
  const alive: number[] = [];
  const sandbox = createSandbox({
    processes: 1,
    onProcess: ({ pid, ms }) => {
      alive.push(pid);
      starts.push(ms);
    },
  });
  const run = async (source: string): Promise<void> => {
    const [result] = await sandbox.run({ source, inputs: [{ at: 0 }], timeoutMs: 2_000, memoryMb: 32 });
    if (result?.status !== 'ok') throw new Error(`The script failed: ${JSON.stringify(result)}`);
  };
  const replaced: number[] = [];
  try {
    await run('return 1');
    for (let i = 0; i < times; i++) {
      // The spare is ready, as it is when processes do not die one after the other.
      while (alive.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      // The one that has been there longest is the warm one, which is used first.
      const victim = alive.shift()!; // there are two
      const job = run('let n = 0; for (let i = 0; i < 3e6; i++) n += i % 7; return n');
      await new Promise((resolve) => setTimeout(resolve, 3));
      const began = performance.now();
      process.kill(victim, 'SIGKILL');
      await job;
      replaced.push(performance.now() - began);
    }
  } finally {
    await sandbox.close();
  }
  return {
    times,
    startMedianMs: round(median(starts), 1),
    replacedMedianMs: round(median(replaced), 1),
    replacedMaxMs: round(Math.max(...replaced), 1),
  };
}
