import { createHash } from 'node:crypto';
import { pluginNodeTypes, type GuestResult, type PluginNodeType } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { project, projectionOf, type ItemData, type PluginManifest } from '@sojourn/plugin-sdk';
import type { Decision, Item } from '@sojourn/plugin-sdk/engine';
import { bundleOf } from '../../plugin-host/bundle.js';
import { checkedAnswer } from '../../plugin-host/check-answer.js';
import { inProcess } from '../../plugin-host/declarative.js';
import { limitsOf } from '../../plugin-host/limits.js';
import { pretendHost, type Pretended } from './pretend-host.js';
import type { WorkbenchSandbox } from './workbench-sandbox.js';

export interface PluginTrial {
  readonly workspaceId: number;
  readonly manifest: PluginManifest;
  /** Undefined where the node is declarative. */
  readonly code: string | undefined;
  readonly node: PluginNodeType;
  readonly config: JsonObject;
  readonly pretended: Pretended;
}

export interface TriedPlugin {
  /** By item. */
  readonly verdicts: readonly ({ readonly decision: Decision } | { readonly fault: string })[];
  readonly inputs: readonly JsonObject[];
  readonly log: readonly string[];
  readonly ms: number;
}

/** The type of one node of a manifest, by its bare name. */
export function nodeOf(manifest: PluginManifest, type: string): PluginNodeType | undefined {
  return [...pluginNodeTypes(manifest).values()].find(({ spec }) => spec.type === type);
}

/**
 * Runs a node of a plugin that nobody installed, as the host would: what crosses is what the manifest says, every answer is held
 * against it. All that the plugin asks for counts as granted; nothing leaves the house.
 */
export async function tryPlugin(
  trial: PluginTrial,
  items: readonly Item[],
  sandbox: Pick<WorkbenchSandbox, 'runBatch'>,
): Promise<TriedPlugin> {
  const { manifest, node, config } = trial;
  const projection = projectionOf(node.manifest, config);
  const crossing = items.map((item) => project(item, projection));
  const { results, log, wallMs } = await answered(trial, crossing, sandbox);
  const rules = { type: node, config, granted: manifest.capabilities ?? [] };
  const verdicts = crossing.map(({ key }, index) => {
    const result = results[index];
    if (result?.status === 'ok') return checkedAnswer(result.value, key, rules);
    return { fault: result?.message ?? 'The node did not answer this item.' };
  });
  return { verdicts, inputs: crossing as unknown as readonly JsonObject[], log, ms: wallMs };
}

async function answered(
  { workspaceId, manifest, code, node, config, pretended }: PluginTrial,
  items: readonly ItemData[],
  sandbox: Pick<WorkbenchSandbox, 'runBatch'>,
): Promise<{ readonly results: readonly GuestResult[]; readonly log: readonly string[]; readonly wallMs: number }> {
  const host = pretendHost(pretended);
  const nodeId = node.spec.type;
  if (node.spec.declarative) {
    const stored = { hash: '', plugin: manifest.id, version: manifest.version, manifest: JSON.stringify(manifest) };
    const bundle = bundleOf(stored)!; // a manifest that was checked reads again
    const began = performance.now();
    const { results } = await inProcess(node, bundle, { nodeId, config, items }, host);
    return { results, log: [], wallMs: performance.now() - began };
  }
  const text = code ?? '';
  return sandbox.runBatch({
    program: { hash: createHash('sha256').update(text).digest('hex'), code: text },
    tenant: { workspaceId, plugin: `workbench ${manifest.id}` },
    limits: limitsOf(node.spec, items.length),
    at: items[0]?.at ?? 0,
    seed: manifest.id,
    host,
    head: { node: node.spec.type, nodeId, config },
    items: items as unknown as readonly JsonObject[],
  });
}
