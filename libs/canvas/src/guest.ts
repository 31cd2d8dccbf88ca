/** What a bundle of a plugin carries along, for the workbench, which bundles in the browser. */
export { serve } from '@sojourn/plugin-sdk/guest';
export * as engine from '@sojourn/plugin-sdk/engine';
