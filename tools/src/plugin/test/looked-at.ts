import type { JsonObject } from '@sojourn/kernel';
import type { LookedAt } from '@sojourn/plugin-sdk/testing';
import { watchedProgram } from '../build/test-program.js';
import { beside, call, livingFixtures, newSeen, run, type Bench } from './bench.js';

type Looks = { readonly [type: string]: LookedAt };

const known = new WeakMap<Bench, Promise<Looks>>();

/** What the code looks at while it goes over the fixtures, by node type; run in this process, where it can be watched. */
export function lookedAt(bench: Bench): Promise<Looks> {
  const looks = known.get(bench) ?? look(bench);
  known.set(bench, looks);
  return looks;
}

async function look(bench: Bench): Promise<Looks> {
  if (livingFixtures(bench).length === 0) return {};
  const program = await watchedProgram(bench.project);
  const sandbox = beside();
  const watching: Bench = { ...bench, program, sandbox, seen: newSeen() };
  try {
    for (const fixture of livingFixtures(bench)) {
      if (fixture.items.length > 0) await run(watching, fixture);
      for (const one of fixture.calls ?? []) await call(watching, fixture, one);
    }
    const asked: Parameters<typeof sandbox.call>[0] = {
      program,
      tenant: { workspaceId: 1, plugin: bench.project.manifest.id },
      limits: { cpuMs: 1_000, memoryMb: 64, wallMs: 30_000, calls: 0 },
      seed: '',
      at: 0,
      entry: 'lookedAt',
      input: {},
    };
    const { result } = await sandbox.call(asked);
    return result.status === 'ok' ? (result.value as JsonObject as unknown as Looks) : {};
  } finally {
    await sandbox.close();
  }
}
