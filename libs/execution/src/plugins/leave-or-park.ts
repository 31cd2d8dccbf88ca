import { pluginOfType, type PluginState } from '@sojourn/journey';
import type { Why } from '@sojourn/plugin-sdk/engine';
import { apply } from '../decide.js';
import type { Walk } from '../walk.js';
import type { PluginNodeType } from './ports.js';

/** The plugin cannot be used now. */
export function unavailable(walk: Walk, type: PluginNodeType | undefined, state: Exclude<PluginState, 'ok'>): void {
  const { node } = walk;
  const plugin = node.pin?.plugin ?? pluginOfType(node.type) ?? node.type;
  if (leaves(walk, type, { code: 'plugin-unavailable', params: { plugin, state } })) return;
  walk.failure = `plugin-unavailable: ${plugin} ${state}`;
  if (node.pin) walk.waitsFor = node.pin;
}

/** The plugin did what it must not, with this run. */
export function faulted(walk: Walk, type: PluginNodeType, message: string): void {
  const { node } = walk;
  const plugin = node.pin?.plugin ?? node.type;
  if (leaves(walk, type, { code: 'plugin-fault', params: { plugin, message: message.slice(0, 300) } })) return;
  walk.failure = `plugin-fault: ${plugin} at node ${node.id}: ${message}`;
}

function leaves(walk: Walk, type: PluginNodeType | undefined, why: Why): boolean {
  const outcome = walk.node.whenUnavailable === 'failure' ? type?.failureOutcome : undefined;
  if (outcome === undefined) return false;
  apply(walk, { item: 0, do: 'to', outcome, why });
  return true;
}
