import { checkPluginManifest, nodeManifestsOf, type Issue, type Manifest, type PluginManifest } from '@sojourn/canvas';

/** What a plugin.json under way says. */
export type ReadManifest =
  | { readonly state: 'not-json'; readonly message: string }
  | { readonly state: 'broken'; readonly issues: readonly Issue[] }
  | {
      readonly state: 'good';
      readonly plugin: PluginManifest;
      readonly nodes: readonly Manifest[];
      /** Warnings alone. */
      readonly issues: readonly Issue[];
    };

/** Reads and checks the text of a plugin.json, as `sojourn plugin check` does. */
export function readManifest(text: string): ReadManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { state: 'not-json', message: error instanceof Error ? error.message : String(error) };
  }
  const issues = checkPluginManifest(value);
  if (issues.some(({ severity }) => severity === 'error')) return { state: 'broken', issues };
  const plugin = value as PluginManifest; // checked just above
  return { state: 'good', plugin, nodes: nodeManifestsOf(plugin), issues };
}
