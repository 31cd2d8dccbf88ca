import type { Json, JsonObject } from '@sojourn/kernel';
import type { PluginContext } from './context.js';
import type { Decision } from './decision.js';
import type { NodeHooks } from './hooks.js';
import type { Item } from './item.js';

/**
 * What a node does: a function over a batch. All items of a batch stand on the same node of the same version, so they share
 * one config. It answers each item exactly once, in any order, and names it by its key. It reaches out through `ctx` alone,
 * knows no time but `item.at`, draws no chance but `item.sticky` and `ctx.random`.
 */
export interface NodeProgram<Config = JsonObject, Memory extends Json = Json> extends NodeHooks<Config> {
  execute(
    ctx: PluginContext,
    batch: Batch<Config, Memory>,
  ): readonly Decision<Memory>[] | Promise<readonly Decision<Memory>[]>;
}

/** What a plugin's module exports: its nodes by the `type` of the manifest. */
export interface PluginProgram {
  readonly nodes: { readonly [type: string]: NodeProgram<never> };
}

export interface Batch<Config, Memory extends Json = Json> {
  /** Meets the node's schema. */
  readonly config: Config;
  /** The node's id in its drawing. */
  readonly nodeId: string;
  readonly items: readonly Item<Memory>[];
}

/**
 * Narrows a node's types; returns its argument.
 *
 * ```ts
 * const forecast = defineNode<{ days: number }>({
 *   execute: (ctx, { config, items }) => items.map((item) => to(item, config.days > 3 ? 'far' : 'near')),
 * });
 * ```
 */
export function defineNode<Config, Memory extends Json = Json>(
  program: NodeProgram<Config, Memory>,
): NodeProgram<Config, Memory> {
  return program;
}

/** Narrows a plugin's types; returns its argument: `export default definePlugin({ nodes: { forecast } })`. */
export function definePlugin<const Program extends PluginProgram>(plugin: Program): Program {
  return plugin;
}

/** A trigger's functions: it stands on no canvas, so there is nothing to execute. */
export function defineTrigger<Config>(hooks: NodeHooks<Config>): NodeProgram<Config> {
  return { ...hooks, execute: () => [] };
}
