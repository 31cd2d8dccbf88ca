import { createHash } from 'node:crypto';
import { pluginNodeTypes, type GuestProgram, type PluginNodeType, type PluginPin } from '@sojourn/execution';
import type { PluginManifest } from '@sojourn/plugin-sdk';

/** A stored plugin in memory. Its manifest is always there; its code once somebody runs it. */
export interface Bundle {
  readonly pin: PluginPin;
  readonly manifest: PluginManifest;
  /** By the type that drawings name: `acme.weather/forecast`. */
  readonly nodes: ReadonlyMap<string, PluginNodeType>;
  readonly whole: boolean;
  /** False once its bytes were found to be others than those that were signed. */
  readonly intact: boolean;
  /** Absent for plugins without code, and before it was loaded. */
  readonly program: GuestProgram | undefined;
}

/** Reads a stored manifest; undefined when it is none, which is what a damaged row looks like. */
export function bundleOf(
  stored: { readonly hash: string; readonly plugin: string; readonly version: string; readonly manifest: string },
  loaded?: { readonly code: string | null; readonly intact: boolean },
): Bundle | undefined {
  try {
    const manifest = JSON.parse(stored.manifest) as PluginManifest;
    const { hash, plugin, version } = stored;
    const { code = null, intact = true } = loaded ?? {};
    return {
      pin: { plugin, version, hash },
      manifest,
      nodes: pluginNodeTypes(manifest),
      whole: loaded !== undefined,
      intact,
      program: code === null ? undefined : { hash: createHash('sha256').update(code).digest('hex'), code },
    };
  } catch {
    return undefined;
  }
}
