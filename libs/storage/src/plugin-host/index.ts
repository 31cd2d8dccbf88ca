export * as pluginKv from './kv.js';
export type { KvAddress } from './kv.js';
export * as pluginCosts from './costs.js';
export type { CostTotal, NodeCost } from './costs.js';
export * as pluginRecordings from './recordings.js';
export type { RecordingHead } from './recordings.js';
export * as pluginSources from './sources.js';
export * as pluginWrites from './writes.js';
export { erasePluginData } from './erase.js';
