import { checkDecision, pluginNodeTypes, type GuestProgram } from '@sojourn/execution';
import { nodeManifestOf, qualifiedType, type ItemData, type Manifest, type NodeSpec } from '@sojourn/plugin-sdk';
import { messageOf, type Json, type JsonObject } from '@sojourn/kernel';
import type { ContactPatch, Decision, Effect, HttpAnswer } from '@sojourn/plugin-sdk/engine';
import { inProcess, type GuestRunner } from '../guest/in-process.js';
import type { Project } from '../project.js';
import type { Fixture, FixtureCall, MigrationPair } from './fixture.js';
import { itemsOf } from './items.js';
import { mockHost, newAudit, type Audit } from './mock-host.js';

/** Everything that the checks of `plugin test` work with. */
export interface Bench {
  readonly project: Project;
  readonly program: GuestProgram;
  readonly fixtures: readonly Fixture[];
  readonly migrations: readonly MigrationPair[];
  /** Production's sandbox. */
  readonly sandbox: GuestRunner;
  /** What all runs together asked, left by and gave as reasons: for what was never reached. */
  readonly seen: Seen;
}

export interface Seen {
  /** Node type -> outcomes. */
  readonly outcomes: Map<string, Set<string>>;
  readonly reasons: Map<string, Set<string>>;
  /** Node type -> kinds of capabilities that it used. */
  readonly used: Map<string, Set<string>>;
  readonly undeclared: Set<string>;
  /** Node type -> fields of the contact that it wrote: `attributes.tier`, `tags.vip`. */
  readonly written: Map<string, Set<string>>;
  /** Node type -> `GET https://...`, names of events, `channel sms`: which parts of a capability were used. */
  readonly parts: Map<string, Set<string>>;
  /** Files of fixtures at which the code hung or ran out of memory: nothing else is tried with them. */
  readonly dead: Set<string>;
}

export interface Ran {
  /** By key; undefined where the node gave none. */
  readonly decisions: readonly (Decision | undefined)[];
  /** What is wrong with an answer, in words; by key. */
  readonly faults: readonly (string | null)[];
  readonly audit: Audit;
  /** It hung or ran out of memory. */
  readonly died: boolean;
  readonly cpuMs: number;
  readonly log: readonly string[];
}

export interface RunOptions {
  /** Where to run; the sandbox when absent. */
  readonly on?: GuestRunner;
  /** Other items than the fixture's. */
  readonly items?: readonly ItemData[];
  /** In the place of answers of other systems; null leaves what is written. */
  readonly instead?: (nth: number, key: number | undefined) => HttpAnswer | null;
  /** Another clock on the wall, and other dice, than always: a node has neither. */
  readonly at?: number;
  readonly seed?: string;
  /** Whose written answers an item has: its place in the fixture. Default: its key. */
  readonly writtenFor?: (key: number) => number;
}

export type CallOptions = Pick<RunOptions, 'on' | 'at' | 'seed'>;

export const NODE_ID = 'node-1';

export function specOf({ project }: Pick<Bench, 'project'>, type: string): NodeSpec {
  return project.manifest.nodes.find((node) => node.type === type)!; // fixtures name declared nodes alone
}

export const manifestOf = ({ project }: Pick<Bench, 'project'>, type: string): Manifest =>
  nodeManifestOf(project.manifest, type);

export function fixtureItems(bench: Bench, { node, config, items }: Fixture): readonly ItemData[] {
  return itemsOf(manifestOf(bench, node), config, items);
}

/** Runs a fixture's items, or others with its config, and holds every answer to the manifest. */
export async function run(bench: Bench, fixture: Fixture, options: RunOptions = {}): Promise<Ran> {
  const { manifest } = bench.project;
  const node = specOf(bench, fixture.node);
  const items = options.items ?? fixtureItems(bench, fixture);
  const audit = newAudit();
  const place = options.writtenFor ?? ((key) => key);
  const host = mockHost({
    manifest,
    node,
    ofItem: (key) => (key === undefined ? [] : (fixture.items[place(key)]?.http ?? [])),
    shared: fixture.http ?? [],
    audit,
    stored: {
      workspace: fixture.kv ?? {},
      contacts: new Map(items.map(({ key }) => [key, fixture.items[place(key)]?.kv ?? {}])),
    },
    ...(options.instead && { instead: options.instead }),
  });
  const report = await (options.on ?? bench.sandbox).runBatch({
    ...job(bench, node, items.length),
    ...(options.seed !== undefined && { seed: options.seed }),
    at: options.at ?? items[0]?.at ?? 0,
    head: { node: fixture.node, nodeId: NODE_ID, config: fixture.config },
    // They are plain data; only their type does not say so.
    items: items as unknown as readonly JsonObject[],
    host,
  });
  const type = pluginNodeTypes(manifest).get(qualifiedType(manifest, fixture.node))!; // made of the same nodes
  const checked = report.results.map((one) =>
    one.status === 'ok'
      ? checkDecision(one.value, { type, config: fixture.config, capabilities: type.capabilities })
      : { fault: `${one.status}: ${one.message}` },
  );
  const decisions = checked.map((one) => ('decision' in one ? one.decision : undefined));
  const faults = checked.map((one) => ('fault' in one ? one.fault : emptyHole(node, one.decision)));
  const died = report.results.some(({ status }) => DEADLY.has(status));
  const ran = { decisions, faults, audit, died, cpuMs: report.cpuMs, log: report.log };
  const attempted = report.results.flatMap((one) => (one.status === 'ok' ? [one.value as unknown as Decision] : []));
  remember(bench, fixture, ran, attempted);
  if (died && !options.items) bench.seen.dead.add(fixture.file);
  return ran;
}

/** The items, and after them the same again as other contacts' runs: as many as a batch of the node may have, or fewer. */
export function fullBatch(
  bench: Bench,
  { node }: Fixture,
  items: readonly ItemData[],
  atMost = 1_000,
): readonly ItemData[] {
  const { max = 1_000 } = specOf(bench, node).batch ?? {};
  const length = Math.max(items.length, Math.min(max, atMost));
  return Array.from({ length }, (_, key) => ({ ...items[key % items.length]!, key, runId: key + 1 })); // none is asked for without items
}

const DEADLY: ReadonlySet<string> = new Set(['timeout', 'memory']);

/** Fixtures that the code lives through. */
export const livingFixtures = ({ fixtures, seen }: Bench): readonly Fixture[] =>
  fixtures.filter(({ file }) => !seen.dead.has(file));

/** A reason's words must not be shown with a hole in them. */
function emptyHole({ reasons }: NodeSpec, decision: Decision): string | null {
  const why = 'why' in decision ? decision.why : undefined;
  const words = why && reasons[why.code];
  const holes = [...(words?.en.matchAll(/\{([^{}]+)\}/g) ?? [])].map(([, name]) => name ?? '');
  const empty = holes.find((name) => why?.params?.[name] === undefined);
  return empty === undefined ? null : `The reason "${why?.code}" has the hole {${empty}}, and no value for it.`;
}

/** Calls one of the node's other functions. Answers its value, or the words of what went wrong. */
export async function call(
  bench: Bench,
  fixture: Fixture,
  { entry, input = {}, item, http = [], credentials = {} }: Omit<FixtureCall, 'name'>,
  { on = bench.sandbox, at, seed }: CallOptions = {},
): Promise<{ readonly value: Json } | { readonly fault: string }> {
  const node = specOf(bench, fixture.node);
  const audit = newAudit();
  const host = mockHost({
    manifest: bench.project.manifest,
    node,
    ofItem: () => http,
    shared: http,
    credentials,
    audit,
  });
  try {
    const [data] = item ? itemsOf(manifestOf(bench, fixture.node), fixture.config, [item]) : [];
    const { result } = await on.call({
      ...job(bench, node, 1),
      ...(seed !== undefined && { seed }),
      at: at ?? data?.at ?? 0,
      entry,
      input: {
        node: fixture.node,
        nodeId: NODE_ID,
        config: fixture.config,
        ...(data && { item: data as unknown as JsonObject }),
        ...input,
      },
      host,
    });
    if (entry === 'poll' || entry === 'receive') {
      const brought = result.status === 'ok' ? (result.value as JsonObject | null)?.['events'] : undefined;
      if (Array.isArray(brought) && brought.length > 0) audit.used.add('events.emit');
    }
    note(bench.seen.used, fixture.node, audit.used);
    for (const fault of audit.undeclared) bench.seen.undeclared.add(`${fixture.node}: ${fault}`);
    return result.status === 'ok' ? { value: result.value } : { fault: `${result.status}: ${result.message}` };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

function job(bench: Bench, node: NodeSpec, items: number) {
  const { cpuMs = 1_000, memoryMb = 64, wallMs = 30_000, callsPerItem = 2 } = node.budgets ?? {};
  return {
    program: bench.program,
    tenant: { workspaceId: 1, plugin: bench.project.manifest.id },
    // As in production: the store is asked as often as the network.
    limits: { cpuMs, memoryMb, wallMs, calls: Math.max(16, callsPerItem * 2 * items) },
    seed: `test:${node.type}`,
  };
}

/** What a run shows of the manifest's promises. `attempted` are decisions as they came, refused ones too. */
function remember({ seen }: Bench, { node }: Fixture, { decisions, audit }: Ran, attempted: readonly Decision[]): void {
  note(seen.used, node, audit.used);
  for (const fault of audit.undeclared) seen.undeclared.add(`${node}: ${fault}`);
  for (const decision of decisions) {
    if (!decision) continue;
    if (decision.do === 'to') note(seen.outcomes, node, [decision.outcome]);
    if ('why' in decision && decision.why) note(seen.reasons, node, [decision.why.code]);
    if ('patch' in decision && decision.patch) note(seen.written, node, fieldsOf(decision.patch));
  }
  note(seen.parts, node, audit.calls);
  for (const decision of attempted) {
    if ('patch' in decision && decision.patch) note(seen.used, node, ['contacts.write']);
    if (decision.do === 'ask') note(seen.used, node, [CAPABILITY_OF[decision.ask?.kind]]);
    const effects = ('effects' in decision ? decision.effects : undefined) ?? [];
    for (const effect of Array.isArray(effects) ? (effects as readonly Effect[]) : []) {
      note(seen.used, node, [CAPABILITY_OF[effect.kind]]);
      if (effect.kind === 'track') note(seen.parts, node, [`event ${effect.event}`]);
      if (effect.kind === 'message') note(seen.parts, node, [`channel ${effect.channel}`]);
    }
  }
}

function fieldsOf({ set = {}, unset = [], addTags = [], removeTags = [] }: ContactPatch): string[] {
  return [
    ...[...Object.keys(set), ...unset].map((name) => `attributes.${name}`),
    ...[...addTags, ...removeTags].map((tag) => `tags.${tag}`),
  ];
}

/** What an effect or a request needs to be declared as. */
export const CAPABILITY_OF = {
  'coupon.issue': 'coupons',
  'collectible.reserve': 'collectibles',
  'script.run': 'scripts',
  contact: 'contacts.write',
  track: 'events.emit',
  message: 'messages.send',
  webhook: 'webhooks',
  mint: 'collectibles',
} as const;

function note(map: Map<string, Set<string>>, node: string, values: Iterable<string | undefined>): void {
  const known = map.get(node) ?? new Set<string>();
  for (const value of values) if (value !== undefined) known.add(value);
  map.set(node, known);
}

export const newSeen = (): Seen => ({
  outcomes: new Map(),
  reasons: new Map(),
  used: new Map(),
  undeclared: new Set(),
  written: new Map(),
  parts: new Map(),
  dead: new Set(),
});

/** The same code in this process: state between batches shows there. */
export const beside = (): GuestRunner => inProcess();
