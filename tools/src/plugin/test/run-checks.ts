import { createSandbox } from '@sojourn/sandbox';
import { testProgram } from '../build/test-program.js';
import type { GuestRunner } from '../guest/in-process.js';
import type { Project } from '../project.js';
import { newSeen, type Bench } from './bench.js';
import type { Check, CheckResult } from './check.js';
import { budgets } from './checks/budgets.js';
import { capabilities } from './checks/capabilities.js';
import { chaos } from './checks/chaos.js';
import { fixtures } from './checks/fixtures.js';
import { batchSplit, determinism, noState, order } from './checks/invariance.js';
import { locales } from './checks/locales.js';
import { migrations } from './checks/migrations.js';
import { errors, outcomes } from './checks/reached.js';
import { readFixtures, readMigrations } from './read-fixtures.js';

/** What was reached is asked after everything that runs the node. */
const CHECKS: readonly Check[] = [
  fixtures,
  batchSplit,
  order,
  noState,
  determinism,
  chaos,
  migrations,
  outcomes,
  errors,
  capabilities,
  budgets,
  locales,
];

export interface TestReport {
  readonly plugin: string;
  readonly version: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly checks: readonly CheckResult[];
}

/** Runs every check of a plugin in production's sandbox, or where it is told to. */
export async function testPlugin(project: Project, on?: GuestRunner): Promise<TestReport> {
  const began = performance.now();
  const program = await testProgram(project);
  const [found, pairs] = await Promise.all([readFixtures(project), readMigrations(project)]);
  const sandbox = on ?? createSandbox({ processes: 1 });
  try {
    const bench: Bench = { project, program, fixtures: found, migrations: pairs, sandbox, seen: newSeen() };
    const checks: CheckResult[] = [];
    for (const check of CHECKS) checks.push(await check.run(bench));
    return {
      plugin: project.manifest.id,
      version: project.manifest.version,
      passed: checks.every(({ status }) => status !== 'failed'),
      seconds: Math.round((performance.now() - began) / 10) / 100,
      checks,
    };
  } finally {
    if (!on) await sandbox.close();
  }
}
