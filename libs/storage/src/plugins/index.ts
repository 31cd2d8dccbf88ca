export * as pluginBundles from './bundles.js';
export type { PluginBundleHead } from './bundles.js';
export {
  changesAfter as pluginChangesAfter,
  revocationOf,
  workspacesWith as workspacesWithPlugins,
  type PluginChanges,
} from './changes.js';
export * as pluginGrants from './grants.js';
export * as pluginInstalls from './installs.js';
export * as pluginPackages from './packages.js';
export * as pluginPublishers from './publishers.js';
export * as pluginRefusals from './refusals.js';
export type { RefusedPlugin } from './refusals.js';
export * as pluginRevocations from './revocations.js';
export { pinsOf, usage as pluginUsage, type PluginUsage } from './usage.js';
