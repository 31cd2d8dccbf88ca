export { openPluginHost, type PluginHost, type PluginHostParts } from './plugin-host.js';
