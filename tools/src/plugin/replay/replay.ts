import type { GuestHost, GuestResult, HostCall, HostReply } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { testProgram } from '../build/test-program.js';
import type { GuestRunner } from '../guest/in-process.js';
import type { Project } from '../project.js';
import { isSame } from '../test/matches.js';
import type { Recording } from './recording.js';

/** One thing that happened, in order. */
export type Step =
  | { readonly kind: 'call'; readonly call: HostCall; readonly reply: HostReply; readonly isRecorded: boolean }
  | { readonly kind: 'log'; readonly line: string };

export interface Replayed {
  readonly node: string;
  readonly entry: string;
  readonly steps: readonly Step[];
  readonly results: readonly {
    readonly key: number | null;
    /** What went wrong in production; null when this item fared well there. */
    readonly then: string | null;
    readonly now: GuestResult;
  }[];
  /** Replies of the recording that the code did not ask for any more. */
  readonly unused: number;
}

const NOT_RECORDED: HostReply = {
  error: { code: 'not-recorded', message: 'This call is not in the recording, and a replay makes none.' },
};

/** Runs the code of a folder over what was recorded. Nothing reaches out: calls are answered from the recording. */
export async function replayRecording(
  project: Project,
  recording: Recording,
  on: GuestRunner,
  before?: (call: HostCall, reply: HostReply) => Promise<void>,
): Promise<Replayed> {
  const { entry, input, at, seed, faults } = recording;
  const steps: Step[] = [];
  const left = [...recording.calls];
  const host: GuestHost = async (calls) => {
    const replies: HostReply[] = [];
    for (const call of calls) {
      const found = left.findIndex((one) => one.call.op === call.op && isSame(one.call.args, call.args));
      const reply = found < 0 ? NOT_RECORDED : left.splice(found, 1)[0]!.reply; // just found
      await before?.(call, reply);
      steps.push({ kind: 'call', call, reply, isRecorded: found >= 0 });
      replies.push(reply);
    }
    return replies;
  };
  const type = String(input['node']);
  const { cpuMs = 1_000, memoryMb = 64, wallMs = 30_000 } = project.manifest.nodes.find((node) => node.type === type)?.budgets ?? {}; // prettier-ignore
  const job = {
    program: await testProgram(project),
    tenant: { workspaceId: 1, plugin: project.manifest.id },
    limits: { cpuMs, memoryMb, wallMs, calls: 2_000 },
    at,
    seed,
    host,
  };
  const { items, ...head } = input;
  const report =
    entry === 'execute'
      ? await on.runBatch({ ...job, head, items: (items ?? []) as readonly JsonObject[] })
      : await on.call({ ...job, entry, input });
  for (const line of report.log) steps.push({ kind: 'log', line });
  const whole = faults.find(({ key }) => key === null)?.message;
  const then = (key: number): string | null => faults.find((fault) => fault.key === key)?.message ?? whole ?? null;
  return {
    node: type,
    entry,
    steps,
    results:
      'results' in report
        ? report.results.map((now, key) => ({ key, then: then(key), now }))
        : [{ key: null, then: whole ?? null, now: report.result }],
    unused: left.length,
  };
}
