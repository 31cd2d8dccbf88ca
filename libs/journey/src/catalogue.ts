import type { Issue, JsonObject, LocalText } from '@sojourn/kernel';
import type { Reads } from '@sojourn/rules';
import type { PluginPin, PluginState } from './plugin-pin.js';

/** What this room needs to know of a node type; the plugin SDK's manifest satisfies it. */
export interface NodeType {
  readonly type: string;
  /** What people call it; issues name an untitled node by it. */
  readonly title?: LocalText;
  /** JSON Schema (draft 2020-12 subset that Ajv reads) of `config`. */
  readonly configSchema: JsonObject;
  /** Whether a run can stand here for a time the drawing decides. A cycle must pass such a node, or it would never rest. */
  readonly waits: boolean;
  /** It brings events from elsewhere and nobody can come to it: journeys enter by what it brings. */
  readonly isSource?: boolean;
  /** The ways out for a config, in the order they are drawn. */
  outcomes(config: JsonObject): readonly Outcome[];
  /** Issues that a JSON Schema cannot say, pointers relative to the config. */
  check?(config: JsonObject): readonly Issue[];
  /** Contact fields, tags and event history that the node reads, for a config. */
  reads(config: JsonObject): Reads;
}

export interface Outcome {
  readonly id: string;
  readonly label: LocalText;
  /** Colours the handle: what a marketer hopes for, fears, or neither. */
  readonly tone?: 'good' | 'bad' | 'neutral';
  /** A run may leave this way without having waited, even if the type waits: it does not bring a cycle to rest. */
  readonly immediate?: boolean;
}

/** Node types by name. */
export interface DrawnPlugin {
  readonly pin: PluginPin;
  readonly state: PluginState;
  /** The version that the workspace has, where the pinned one cannot be used and another could. */
  readonly installed?: string | undefined;
}

export interface NodeCatalogue {
  get(type: string): NodeType | undefined;
  /** The plugin that brings a type, and whether it can be used; undefined for what ships and for what nobody knows. */
  pluginOf?(type: string): DrawnPlugin | undefined;
}
