/**
 * The runtime that a bundle carries into the sandbox: `export const { call } = serve(plugin, manifest)`. Runs in a bare
 * isolate: no Node, no timers, no network.
 */
export { serve, type Guest } from './guest/serve.js';
export { hostContext, type GuestHostCall } from './guest/host-context.js';
export type { ItemData } from './projection/item-data.js';
