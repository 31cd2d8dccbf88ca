import type { NodeType } from '@sojourn/journey';
import {
  nodeManifestsOf,
  nodeTypeOf,
  qualifiedType,
  type Capability,
  type Manifest,
  type NodeSpec,
  type PluginManifest,
} from '@sojourn/plugin-sdk';

/** A node type of a plugin as the engine knows it: made of a stored manifest alone, no plugin code runs. */
export interface PluginNodeType extends NodeType {
  /** Uses `http` or `kv`: runs after the commit, through the outbox. */
  readonly calls: boolean;
  /** The outcome with the role `failure`, for nodes that are told to leave by it when the plugin cannot run. */
  readonly failureOutcome: string | undefined;
  readonly spec: NodeSpec;
  /** The flat form: what `projectionOf` reads. */
  readonly manifest: Manifest;
  /** What the plugin asks for and this node uses. */
  readonly capabilities: readonly Capability[];
}

const CALLS: ReadonlySet<string> = new Set(['http', 'kv'] satisfies Capability['kind'][]);

/** The node types of a manifest by the names that drawings know them by. */
export function pluginNodeTypes(plugin: PluginManifest): ReadonlyMap<string, PluginNodeType> {
  const flat = new Map(nodeManifestsOf(plugin).map((manifest) => [manifest.name, manifest]));
  return new Map(
    plugin.nodes.map((spec) => {
      const name = qualifiedType(plugin, spec.type);
      const manifest = flat.get(name)!; // made of the same nodes
      const uses = spec.uses ?? [];
      return [
        name,
        {
          ...nodeTypeOf(manifest),
          calls: spec.declarative !== undefined || uses.some((kind) => CALLS.has(kind)),
          failureOutcome: spec.outcomes.find(({ role }) => role === 'failure')?.id,
          spec,
          manifest,
          capabilities: (plugin.capabilities ?? []).filter(({ kind }) => uses.includes(kind)),
        },
      ];
    }),
  );
}
