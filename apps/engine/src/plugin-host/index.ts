export { pollSources, type PollParts } from './sources/poll-sources.js';
export { openPluginHost, type PluginHost, type PluginHostParts } from './plugin-host.js';
