import type { NodeType } from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';
import type { Decision, Item } from '@sojourn/plugin-sdk/engine';

/** The exact bytes of a plugin that a drawing was made with. `hash` names them, whatever the registry says today. */
export interface PluginPin {
  /** `acme.weather` */
  readonly plugin: string;
  readonly version: string;
  /** SHA-256, hex, of the package's list of files with their hashes. */
  readonly hash: string;
}

export type PluginState = 'ok' | 'missing' | 'disabled' | 'revoked' | 'corrupt' | 'no-consent';

/** Nodes of installed plugins, as the engine asks for them. What ships with the product is not among them. */
export interface PluginNodes {
  /** Loads these pins' manifests, once a process; afterwards `nodeType` knows them. */
  load(pins: readonly PluginPin[]): Promise<void>;
  /** The node type as its stored manifest says, even of a plugin that must not run; undefined when no manifest is stored. */
  nodeType(pin: PluginPin, type: string): PluginNodeType | undefined;
  /** Takes in installs, grants, switches and revocations since the last call; costs one query that is empty nearly always. */
  refresh(): Promise<void>;
  /** Whether a workspace may run it now. */
  stateOf(workspaceId: number, pin: PluginPin): PluginState;
  /** Runs one node over items of one workspace, in the sandbox. For nodes that do not call out (`calls` false). */
  execute(batch: PluginBatch): Promise<readonly PluginVerdict[]>;
}

export interface PluginNodeType extends NodeType {
  /** Uses `http` or `kv`: runs after the commit, through the outbox. */
  readonly calls: boolean;
  /** The outcome with the role `failure`, for nodes that are told to leave by it when the plugin cannot run. */
  readonly failureOutcome: string | undefined;
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
