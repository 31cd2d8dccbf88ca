import type { GuestHost, PluginBatch, PluginNodes, PluginVerdict } from '@sojourn/execution';
import { narrowProjection, project, projectionOf, type ItemData } from '@sojourn/plugin-sdk';
import type { Bundle } from './bundle.js';
import type { HostScope } from './host-scope.js';
import type { PluginLibrary } from './library.js';
import { inNodeBatches } from './limits.js';
import type { NodeRunner } from './node-runner.js';

/** How long to wait with what was taken away between the look and the run. */
const AGAIN_MS = 5_000;

/** Nodes of installed plugins, for the engine: those that do not call out run here, inside of a step. */
export function createPluginNodes(library: PluginLibrary, runner: NodeRunner): PluginNodes {
  return {
    refresh: () => library.refresh(),
    load: (pins) => library.load(pins),
    recheck: () => library.recheck(),
    nodeType: (pin, type) => library.bundle(pin)?.nodes.get(type),
    stateOf: (workspaceId, pin) => library.stateOf(workspaceId, pin),
    execute: (batch) => executed(library, runner, batch),
  };
}

/** Nothing is counted, nothing kept. */
export interface Rehearsal {
  /** What is supposed to be granted; absent: what is. */
  readonly granted?: ReturnType<PluginLibrary['granted']>;
  /** Carries out what items that go together ask; absent: it is refused. `places`: theirs in the batch, by key. */
  readonly hostFor?: (scope: HostScope, places: readonly number[]) => GuestHost;
}

export async function executed(
  library: PluginLibrary,
  runner: NodeRunner,
  batch: PluginBatch,
  rehearsal?: Rehearsal,
): Promise<readonly PluginVerdict[]> {
  const { workspaceId, journeyId, pin, type, nodeId, config, items } = batch;
  await library.load([pin]);
  const bundle = library.bundle(pin, workspaceId);
  const node = bundle?.nodes.get(type);
  if (!bundle || !node) return items.map(() => ({ again: AGAIN_MS, why: `${pin.plugin} is not there.` }));
  // Its bytes turned out to be others than those that were signed.
  if (!bundle.intact) return items.map(() => ({ again: AGAIN_MS, why: `${pin.plugin} is corrupt.` }));
  const granted = rehearsal?.granted ?? library.granted(workspaceId, pin);
  const projection = crossingOf(bundle, node, granted, config);
  const verdicts: PluginVerdict[] = [];
  for (const group of inNodeBatches(node.spec, [...items.entries()], ([, item]) => item.contact.id)) {
    // Keys count from 0 within what crosses together.
    const crossing = group.map(([, item], key): ItemData => ({ ...project(item, projection), key }));
    const scope: HostScope = { workspaceId, journeyId, nodeId, manifest: bundle.manifest, node: node.spec, granted, items: crossing.map(({ contact }) => ({ contactId: contact.id })) }; // prettier-ignore
    const host = rehearsal?.hostFor?.(scope, group.map(([place]) => place)); // prettier-ignore
    const run = { workspaceId, journeyId, nodeId, bundle, node, granted, config, items: crossing, rehearsal: rehearsal !== undefined, ...(host && { host }) }; // prettier-ignore
    const told = await runner.run(run);
    group.forEach(([place, { key }], i) => (verdicts[place] = keyed(told[i], key)));
  }
  return verdicts;
}

type Node = NonNullable<ReturnType<Bundle['nodes']['get']>>;

/** What of an item crosses: declared, asked for and granted. */
export function crossingOf(
  { manifest }: Bundle,
  node: Node,
  granted: ReturnType<PluginLibrary['granted']>,
  config: PluginBatch['config'],
): ReturnType<typeof projectionOf> {
  return narrowProjection(narrowProjection(projectionOf(node.manifest, config), manifest.capabilities ?? []), granted);
}

function keyed(verdict: PluginVerdict | undefined, item: number): PluginVerdict {
  if (!verdict) return { fault: 'The node did not answer this item.' };
  return 'decision' in verdict ? { decision: { ...verdict.decision, item } } : verdict;
}
