import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Sandbox } from '@sojourn/execution';
import type { Json } from '@sojourn/kernel';
import { itemFrom, type ItemData } from '@sojourn/plugin-sdk';
import { answersOf, bareContext, type Decision, type NodeProgram } from '@sojourn/plugin-sdk/engine';
import { testProgram } from '../build/test-program.js';
import { readProject, type Project } from '../project.js';
import { manifestOf, newSeen, NODE_ID, run, type Bench } from '../test/bench.js';
import type { Fixture } from '../test/fixture.js';
import { itemsOf } from '../test/items.js';
import { difference, isSame } from '../test/matches.js';
import { readFixtures } from '../test/read-fixtures.js';
import { repository } from '../../chaos/repository.js';

/** How a node of a plugin that ships fares both ways. */
export interface Conformance {
  readonly plugin: string;
  readonly node: string;
  readonly fixtures: number;
  /** Contacts compared. */
  readonly contacts: number;
  /** Where a fixture or the sandbox disagrees with the engine’s own process, in words; at most five. */
  readonly differences: readonly string[];
  readonly isEqual: boolean;
  /** Microseconds of processor time for each contact. */
  readonly inProcessUs: number;
  readonly sandboxedUs: number;
}

/** Contacts for each fixture: its own, again and again with other ids, visits and zones. */
const CROWD = 600;
const ZONES = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu', 'Europe/Berlin'];

/** Runs every plugin that ships as the engine runs it and, bundled, in the sandbox, over the same contacts. */
export async function conformance(sandbox: Sandbox): Promise<readonly Conformance[]> {
  const home = path.join(repository(), 'plugins');
  const names = (await readdir(home, { withFileTypes: true }))
    .filter((one) => one.isDirectory())
    .map(({ name }) => name);
  const rows: Conformance[] = [];
  for (const name of names.sort()) rows.push(await conforms(await readProject(path.join(home, name)), name, sandbox));
  return rows;
}

async function conforms(project: Project, name: string, sandbox: Sandbox): Promise<Conformance> {
  const fixtures = await readFixtures(project);
  const program = await nativeProgram(name);
  const bench: Bench = { project, program: await testProgram(project), fixtures, migrations: [], sandbox, seen: newSeen() }; // prettier-ignore
  const differences: string[] = [];
  const cpu = { native: 0, guest: 0 };
  let contacts = 0;
  for (const fixture of fixtures) {
    const items = crowdOf(bench, fixture);
    const before = process.cpuUsage();
    const native = await decide(program, bench, fixture, items);
    const { user, system } = process.cpuUsage(before);
    cpu.native += user + system;
    // The first batch compiles; what is measured is the second.
    await run(bench, fixture, { items });
    const guest = await run(bench, fixture, { items });
    cpu.guest += guest.cpuMs * 1_000;
    contacts += items.length;
    items.forEach((_, key) => {
      const own = fixture.items[key];
      const wrong = own?.expect && difference(own.expect, native[key] as unknown as Json);
      if (wrong) differences.push(`${fixture.file}, ${own?.name}, in process: ${wrong}`);
      if (guest.faults[key] || !isSame(native[key] as unknown as Json, guest.decisions[key] as unknown as Json))
        differences.push(`${fixture.file}, contact ${key}: ${guest.faults[key] ?? 'another decision in the sandbox'}`);
    });
  }
  return {
    plugin: project.manifest.id,
    node: project.manifest.nodes.map(({ type }) => type).join(', '),
    fixtures: fixtures.length,
    contacts,
    differences: differences.slice(0, 5),
    isEqual: differences.length === 0 && contacts > 0,
    inProcessUs: each(cpu.native, contacts),
    sandboxedUs: each(cpu.guest, contacts),
  };
}

/** The program that the engine itself runs. */
async function nativeProgram(name: string): Promise<NodeProgram> {
  const module = (await import(`@sojourn/plugin-${name}`)) as { readonly node: NodeProgram };
  return module.node;
}

async function decide(program: NodeProgram, bench: Bench, fixture: Fixture, data: readonly ItemData[]) {
  const ctx = bareContext({ nodeId: NODE_ID, texts: bench.project.manifest.texts });
  const items = data.map(itemFrom);
  const answers = await answersOf(program, ctx, { config: fixture.config, nodeId: NODE_ID, items });
  return answers.decisions as readonly (Decision | undefined)[];
}

function crowdOf(bench: Bench, fixture: Fixture): readonly ItemData[] {
  const { node, config, items } = fixture;
  if (items.length === 0) return [];
  const written = Array.from({ length: Math.max(CROWD, items.length) }, (_, key) => {
    const one = items[key % items.length]!; // within the list
    // The first are the fixture's own, as written.
    if (key < items.length) return one;
    const contact = { ...one.contact, id: key + 1 };
    return { ...one, contact, visit: 1 + (key % 3), timeZone: ZONES[key % ZONES.length] ?? 'UTC' };
  });
  return itemsOf(manifestOf(bench, node), config, written);
}

const each = (us: number, contacts: number): number => Math.round((us / Math.max(1, contacts)) * 10) / 10;
