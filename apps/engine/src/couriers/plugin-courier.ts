import type { Begin, Courier, CourierResult, OutboxItem, PluginCall, PluginNodeType } from '@sojourn/execution';
import { groupBy, type JsonObject } from '@sojourn/kernel';
import { itemFrom, project, type ItemData } from '@sojourn/plugin-sdk';
import { createHost, type BatchHost, type HostParts } from '../plugin-host/host.js';
import type { HostScope } from '../plugin-host/host-scope.js';
import type { Bundle } from '../plugin-host/bundle.js';
import type { PluginLibrary } from '../plugin-host/library.js';
import { inNodeBatches } from '../plugin-host/limits.js';
import type { NodeRunner, RunVerdict } from '../plugin-host/node-runner.js';
import { crossingOf } from '../plugin-host/plugin-nodes.js';
import { again, letLeave, orAgain } from './again.js';
import { concurrently } from './concurrently.js';
import { pluginRules } from './plugin-rules.js';

export interface PluginCourierParts {
  readonly library: PluginLibrary;
  readonly runner: NodeRunner;
  readonly host: HostParts;
  /** The config of a node as a version was published; undefined when there is no such node. */
  readonly configOf: (versionId: number, nodeId: string) => Promise<JsonObject | undefined>;
  /** Each item's own config, what is written in Liquid rendered for its contact; a text says what hinders it. */
  readonly rendered: (
    items: readonly CallItem[],
    type: PluginNodeType,
    config: JsonObject,
    now: number,
  ) => Promise<readonly (JsonObject | string)[]>;
  /** Which of these contacts want no marketing, at this moment. */
  readonly optedOut: (workspaceId: number, contactIds: readonly number[]) => Promise<ReadonlySet<number>>;
}

export type CallItem = OutboxItem & { readonly effect: PluginCall };

/** Batches of one hand-over that run at a time. */
const AT_ONCE = 4;
/** A plugin that hung or was given up is not asked for ever. */
const TRIES = 5;

/**
 * Carries calls of plugins' nodes: runs them in the sandbox with the network and the store that the workspace granted, many items
 * together where the node allows, and answers each item's decision in its receipt.
 */
export function createPluginCourier(parts: PluginCourierParts): Courier {
  const { library } = parts;
  return {
    kind: 'plugin',
    rules: (_, effect) => pluginRules(effect?.kind === 'plugin' ? library.bundle(effect.pin)?.nodes.get(effect.type) : undefined), // prettier-ignore
    prepares: true,
    async deliver(items, now, begin = letLeave) {
      const calls = items.filter((item): item is CallItem => item.effect.kind === 'plugin');
      await library.refresh();
      await library.load(calls.map(({ effect }) => effect.pin));
      const groups = [...groupBy(calls, ({ workspaceId, nodeId, effect }) => [workspaceId, effect.versionId, nodeId, effect.type, effect.pin.hash].join(' ')).values()]; // prettier-ignore
      return (await concurrently(groups, AT_ONCE, (group) => delivered(parts, group, now, begin))).flat();
    },
  };
}

async function delivered(
  parts: PluginCourierParts,
  group: readonly CallItem[],
  now: number,
  begin: Begin,
): Promise<readonly CourierResult[]> {
  const { library } = parts;
  const [{ workspaceId, nodeId, effect }] = group as readonly [CallItem]; // groupBy makes no empty groups
  const { pin, type, versionId } = effect;
  const state = library.stateOf(workspaceId, pin);
  const bundle = library.bundle(pin, workspaceId);
  const node = bundle?.nodes.get(type);
  if (state !== 'ok' || !bundle || !node) {
    const data = { state: state === 'ok' ? 'missing' : state };
    return group.map(({ id }) => ({ id, at: now, final: { status: 'failed', reason: 'plugin-unavailable', data } }));
  }
  const config = await parts.configOf(versionId, nodeId);
  if (!config) return group.map((item) => faulty(item, now, `The version ${versionId} has no node ${nodeId}.`));
  const configs = await parts.rendered(group, node, config, now);
  const results: CourierResult[] = [];
  const going = new Map<string, { config: JsonObject; items: CallItem[] }>();
  group.forEach((item, i) => {
    const own = configs[i];
    if (typeof own !== 'object') return void results.push(faulty(item, now, own ?? 'Its config was not rendered.'));
    // Items handed over together share the config.
    const key = own === config ? '' : JSON.stringify(own);
    const there = going.get(key) ?? going.set(key, { config: own, items: [] }).get(key)!; // just set
    there.items.push(item);
  });
  const batches = [...going.values()].flatMap(({ config: own, items }) => inNodeBatches(node.spec, items, ({ contactId }) => contactId).map((batch) => ({ own, batch }))); // prettier-ignore
  const told = await concurrently(batches, AT_ONCE, ({ own, batch }) => called(parts, { bundle, node, config: own, batch }, now, begin)); // prettier-ignore
  return [...results, ...told.flat()];
}

interface Batch {
  readonly bundle: Bundle;
  readonly node: PluginNodeType;
  readonly config: JsonObject;
  readonly batch: readonly CallItem[];
}

async function called(
  parts: PluginCourierParts,
  own: Batch,
  now: number,
  begin: Begin,
): Promise<readonly CourierResult[]> {
  const { library, runner } = parts;
  const { bundle, node, config, batch } = own;
  const [{ workspaceId, nodeId, effect }] = batch as readonly [CallItem]; // no batch is empty
  const granted = library.granted(workspaceId, effect.pin);
  const refusing = new Set<number>();
  const scope: HostScope = {
    workspaceId,
    journeyId: effect.journeyId,
    nodeId,
    manifest: bundle.manifest,
    node: node.spec,
    granted,
    items: batch.map(({ contactId, key }) => ({ contactId, effectKey: key })),
    begin: (keys) => begun(parts, node, batch, { keys, begin, refusing }),
  };
  const host = createHost(parts.host, scope);
  let verdicts: readonly RunVerdict[] = [];
  try {
    verdicts = await runner.run({
      workspaceId,
      journeyId: effect.journeyId,
      nodeId,
      bundle,
      node,
      granted,
      config,
      items: batch.map(({ effect: call }, key) => crossing(call, key, own, granted)),
      host: host.call,
    });
  } finally {
    host.stop();
  }
  const results = await concurrently([...batch.entries()], 1, ([key, item]) =>
    orAgain(item, now, () => Promise.resolve(resultOf(item, key, verdicts[key], { node, host, refusing, now }))),
  );
  return results.flat();
}

/** What was taken down when the run waited, cut to what is granted now. */
function crossing(
  { item }: PluginCall,
  key: number,
  { bundle, node, config }: Batch,
  granted: HostScope['granted'],
): ItemData {
  // As `project` made it in the step.
  const kept = itemFrom(item as unknown as ItemData);
  return { ...project(kept, crossingOf(bundle, node, granted, config)), key };
}

/** Marks deliveries just before something happens outside for them, and looks once more whether their contacts want it. */
async function begun(
  { optedOut }: PluginCourierParts,
  node: PluginNodeType,
  batch: readonly CallItem[],
  { keys, begin, refusing }: { keys: readonly number[]; begin: Begin; refusing: Set<number> },
): Promise<ReadonlySet<number>> {
  const items = keys.flatMap((key) => batch[key] ?? []);
  const leaving = await begin(items.map(({ id }) => id));
  const mayGo = keys.filter((key) => leaving.has(batch[key]?.id ?? 0));
  if (node.spec.kind !== 'channel' || mayGo.length === 0) return new Set(mayGo);
  // After the mark, so that an opt-out which came before it is always seen.
  const refused = await optedOut(batch[0]?.workspaceId ?? 0, mayGo.flatMap((key) => batch[key]?.contactId ?? [])); // prettier-ignore
  for (const key of mayGo) if (refused.has(batch[key]?.contactId ?? 0)) refusing.add(key);
  return new Set(mayGo.filter((key) => !refusing.has(key)));
}

interface Ended {
  readonly node: PluginNodeType;
  readonly host: BatchHost;
  readonly refusing: ReadonlySet<number>;
  readonly now: number;
}

/** Nothing for a delivery that was not to leave: it is somebody else's now. */
function resultOf(
  item: CallItem,
  key: number,
  verdict: RunVerdict | undefined,
  { node, host, refusing, now }: Ended,
): CourierResult | undefined {
  const { id } = item;
  if (refusing.has(key))
    return { id, at: now, final: { status: 'suppressed', reason: 'no-marketing', ...passedBy(node) } };
  if (host.denied().has(key)) return undefined;
  // Nobody but a person knows what the request for all of them came to.
  if (host.cut().has(key)) return again(item, now, 'plugin-batch-cut', 'maybe', { attempts: 1 });
  const arrived = host.reached().has(key) ? 'maybe' : 'no';
  if (!verdict) return again(item, now, 'no-answer', arrived, { attempts: TRIES });
  if ('decision' in verdict)
    return {
      id,
      at: now,
      final: { status: 'delivered', data: { decision: { ...verdict.decision, item: 0 } as unknown as JsonObject } },
    };
  if ('again' in verdict)
    return again(item, now, 'plugin-busy', arrived, { afterMs: verdict.again, data: { fault: verdict.why } });
  const data = { fault: verdict.fault };
  if (host.doubtful().has(key)) return again(item, now, 'plugin-fault', 'maybe', { attempts: TRIES, data });
  // It was given up while it waited for somebody else.
  if (verdict.status === 'timeout' && host.begun().has(key))
    return again(item, now, 'plugin-timeout', arrived, { attempts: TRIES, data });
  return faulty(item, now, verdict.fault);
}

function faulty({ id }: CallItem, at: number, fault: string): CourierResult {
  return { id, at, final: { status: 'failed', reason: 'plugin-fault', data: { fault } } };
}

/** Who must not be reached goes by the way out for that, where there is one. */
function passedBy({ spec }: PluginNodeType): { data?: JsonObject } {
  const way = spec.outcomes.find(({ role }) => role === 'skip') ?? spec.outcomes.find(({ role }) => role === 'failure');
  return way ? { data: { decision: { item: 0, do: 'to', outcome: way.id } } } : {};
}
