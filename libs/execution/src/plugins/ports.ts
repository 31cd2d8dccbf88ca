import type { PluginPin, PluginState } from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';
import type { Decision, Item } from '@sojourn/plugin-sdk/engine';
import type { PluginNodeType } from './plugin-node-type.js';

export type { PluginNodeType, PluginPin, PluginState };

/** Nodes of installed plugins, as the engine asks for them. What ships with the product is not among them. */
export interface PluginNodes {
  /** Loads these pins' manifests, each once a process; afterwards `nodeType` knows them. What is not stored is looked for again when asked again. */
  load(pins: readonly PluginPin[]): Promise<void>;
  /** Looks once more at what was found damaged, for whoever has loaded it already. Now and then, by each process. */
  recheck?(): Promise<void>;
  /** The node type as its stored manifest says, even of a plugin that must not run; undefined when no manifest is stored. */
  nodeType(pin: PluginPin, type: string): PluginNodeType | undefined;
  /**
   * Takes in installs, grants, switches and revocations since the last call, and answers whether there were any; costs one query
   * that is empty nearly always.
   */
  refresh(): Promise<boolean>;
  /** Whether a workspace may run it now. */
  stateOf(workspaceId: number, pin: PluginPin): PluginState;
  /**
   * Runs one node over items of one workspace, in the sandbox. For nodes that do not call out (`calls` false). Decisions have gone
   * through `checkDecision` with what the workspace granted. Throws OperationalError alone, when it could not even try.
   */
  execute(batch: PluginBatch): Promise<readonly PluginVerdict[]>;
}

export interface PluginBatch {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly pin: PluginPin;
  readonly type: string;
  readonly nodeId: string;
  readonly config: JsonObject;
  readonly items: readonly Item[];
}

/** One for each item, in order. */
export type PluginVerdict =
  | { readonly decision: Decision }
  /** Its own fault (threw, hung, unanswered, undeclared): this run leaves by failure or is parked with the words. */
  | { readonly fault: string }
  /** Nobody's fault for now (circuit open, sandbox busy): try again after so many milliseconds. */
  | { readonly again: number; readonly why: string };

/**
 * What the outbox holds for a node that calls out, in the lane `plugin:<id>`: `{ kind: 'plugin', action: 'call-1', ... }`. The row names
 * run, node, visit and contact; the config is that of `nodeId` in the document of `versionId`. `item` is what may cross into the node
 * of this run, as JSON with `key: 0`: the courier narrows it by the grant, runs `execute` and answers a receipt of at most 8 KB:
 *
 *     { status: 'delivered', data: { decision } }                       the run applies it after checking it again
 *     { status: 'failed', reason: 'plugin-fault', data: { fault } }     its own fault, in words
 *     { status: 'failed', reason: 'plugin-unavailable', data: { state } }
 */
export interface PluginCall {
  readonly kind: 'plugin';
  /** `call-N`, the Nth call of this visit. */
  readonly action: string;
  readonly pin: PluginPin;
  readonly type: string;
  readonly journeyId: number;
  readonly versionId: number;
  readonly item: JsonObject;
}
