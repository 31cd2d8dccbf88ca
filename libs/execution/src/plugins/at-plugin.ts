import type { PluginPin } from '@sojourn/journey';
import type { Decision } from '@sojourn/plugin-sdk/engine';
import type { Walk } from '../walk.js';
import type { PluginNodeType } from './ports.js';

/** Carries a decision out; one that cannot be parks its own run. */
export type Take = (walk: Walk, decision: Decision) => void;

/** The plugin of a node, ready to be asked. */
export interface AtPlugin {
  readonly pin: PluginPin;
  readonly type: PluginNodeType;
  readonly take: Take;
}
