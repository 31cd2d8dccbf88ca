import type { NodeType, PluginPin } from '@sojourn/journey';
import { nodeManifestsOf, nodeTypeOf, type Manifest, type PluginManifest } from '@sojourn/plugin-sdk';
import type { StoredPlugin } from '../ports.js';

/** One node type of a plugin: its words for people, and what the validator knows of it. */
export interface PluginType {
  readonly manifest: Manifest;
  readonly nodeType: NodeType;
}

/** Plugins kept in mind; beyond, all are forgotten and read again. */
const KEPT = 300;
const known = new Map<string, ReadonlyMap<string, PluginType>>();

/**
 * The node types of a stored plugin by their qualified names. Made once for the same bytes, because a config's schema is compiled
 * once for each object that holds it, and what is compiled stays.
 */
export function typesOf({ pin, manifest }: StoredPlugin): ReadonlyMap<string, PluginType> {
  const key = keyOf(pin, manifest);
  const found = known.get(key);
  if (found) return found;
  const types = new Map(
    nodeManifestsOf(manifest).map((one) => [one.name, { manifest: one, nodeType: nodeTypeOf(one) }] as const),
  );
  if (known.size >= KEPT) known.clear();
  known.set(key, types);
  return types;
}

/** A development hash stands for other bytes after every save. */
function keyOf({ hash }: PluginPin, manifest: PluginManifest): string {
  return hash.startsWith('dev:') ? JSON.stringify(manifest) : hash;
}
