import { pluginNodeTypes } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { qualifiedType, type NodeSpec } from '@sojourn/plugin-sdk';
import { bundle } from '../build/bundle.js';
import type { Session } from '../engine/session.js';
import { onProject } from '../on-project.js';
import { readProject, type Project } from '../project.js';
import type { Mock } from '../test/fixture.js';
import { readFixtures } from '../test/read-fixtures.js';

/** What came of putting a plugin's present state into a workspace. */
export interface Swapped {
  readonly plugin: string;
  readonly bytes: number;
  /** Milliseconds from reading the sources to the answer of the engine. */
  readonly ms: number;
  readonly tried: readonly Tried[];
}

/** A node run over contacts of the workspace; nothing is written, nothing is called. */
export interface Tried {
  readonly node: string;
  /** Contacts by the way they would leave. */
  readonly outcomes: { readonly [outcome: string]: number };
  readonly contacts: readonly {
    readonly name: string | null;
    readonly what: string;
    readonly log: readonly string[];
  }[];
}

/** Where a plugin is put, and what it is tried on. */
export interface Stage {
  readonly session: Session;
  /** As many of the newest as each node is tried on. */
  readonly contacts: number;
  /** Called when the engine has taken the plugin, before anything is tried: nothing is done to a workspace that does not take it. */
  prepare(): Promise<void>;
}

/** Bundles a folder as it is now, hands it to the engine, and tries each node on a few contacts. Throws what a person must mend. */
export async function swap(folder: string, stage: Stage): Promise<Swapped> {
  return onProject(folder, (project) => swapProject(project, stage));
}

async function swapProject(project: Project, { session, contacts, prepare }: Stage): Promise<Swapped> {
  const began = performance.now();
  const { manifest } = project;
  const made = await bundle(project);
  const code = made?.code;
  await session.send('POST', '/api/plugins/dev', { manifest, ...(code !== undefined && { code }) });
  const ms = Math.round(performance.now() - began);
  await prepare();
  const fixtures = await readFixtures(project);
  const tried: Tried[] = [];
  for (const node of manifest.nodes) {
    // Nobody stands on a trigger.
    if (node.kind === 'trigger') continue;
    const own = fixtures.filter((one) => one.node === node.type);
    const plugin = { manifest, type: node.type, config: own[0]?.config ?? node.defaults, ...(code !== undefined && { code }) }; // prettier-ignore
    const mocks = own.flatMap(({ http = [], items }) => [...http, ...items.flatMap((item) => item.http ?? [])]);
    const ask = { plugin, contacts: { newest: contacts }, pretend: pretended(mocks) };
    tried.push(triedOf(node, await session.send<Answer>('POST', '/api/workbench/run', ask)));
  }
  return { plugin: manifest.id, bytes: made?.bytes ?? 0, ms, tried };
}

/** Qualified types of a plugin's nodes that can stand on a drawing. */
export async function drawable(folder: string): Promise<readonly { readonly type: string; readonly node: NodeSpec }[]> {
  const { manifest } = await readProject(folder);
  const types = pluginNodeTypes(manifest);
  return manifest.nodes
    .map((node) => ({ type: qualifiedType(manifest, node.type), node }))
    .filter(({ type, node }) => types.has(type) && node.inputs > 0);
}

interface Answer {
  readonly contacts: readonly {
    readonly name: string | null;
    readonly verb: string;
    readonly outcome: string | null;
    readonly output: JsonObject;
    readonly log: readonly string[];
    readonly error: { readonly message: { readonly en: string } } | null;
  }[];
  readonly totals: { readonly outcomes: { readonly [outcome: string]: number } };
}

/** What every call is answered in the workbench: as the fixtures have it when all goes well. */
function pretended(mocks: readonly Mock[]): { readonly status: number; readonly body?: object } {
  const good = mocks.flatMap(({ answer }) => [answer].flat()).find((one) => 'status' in one && one.status < 300);
  if (!good || !('status' in good)) return { status: 200, body: {} };
  const { status, body } = good;
  return { status, ...(typeof body === 'object' && body !== null && !Array.isArray(body) && { body }) };
}

function triedOf(node: NodeSpec, { contacts, totals }: Answer): Tried {
  return {
    node: node.type,
    outcomes: totals.outcomes,
    contacts: contacts.map(({ name, verb, outcome, output, log, error }) => {
      const more = Object.keys(output).length > 0 ? ` ${JSON.stringify(output)}` : '';
      return { name, what: error ? error.message.en : `${verb === 'to' ? outcome : verb}${more}`, log };
    }),
  };
}
