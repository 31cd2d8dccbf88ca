import type { StepKind } from '@sojourn/canvas';
import { pluginOfType, type PluginState } from '@sojourn/journey';

/** A step that cannot run now: whose it is, which bytes the drawing has, why. */
export interface Ghost {
  readonly plugin: string;
  /** Undefined when nothing of it is stored here. */
  readonly hash: string | undefined;
  readonly state: Exclude<PluginState, 'ok'>;
}

/** Undefined for a step that can run, and for one that no plugin could bring. */
export function ghostOfType(type: string, kind: StepKind | undefined): Ghost | undefined {
  const plugin = kind?.pin?.plugin ?? pluginOfType(type);
  const state = kind === undefined ? 'missing' : kind.unavailable?.state;
  return plugin === undefined || state === undefined ? undefined : { plugin, hash: kind?.pin?.hash, state };
}
