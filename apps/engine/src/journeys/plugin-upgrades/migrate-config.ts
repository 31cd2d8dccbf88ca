import type { JsonObject } from '@sojourn/kernel';
import type { NodeSpec } from '@sojourn/plugin-sdk';
import type { InstalledVersion, PluginRunner } from '../../ports.js';
import { lossesOf, type Loss } from './losses.js';

export type MigratedConfig =
  | { readonly config: JsonObject; readonly lossy: readonly Loss[] }
  /** The plugin's own migration could not do it, in words. */
  | { readonly fault: string };

/** Further apart than this two versions are not migrated step by step. */
const MOST_STEPS = 50;

/**
 * A config as a newer version wants it: the newer plugin's `migrate` in the sandbox, from each type version to the next. A version
 * of the same type version takes the config as it is.
 */
export async function migratedConfig(
  runner: PluginRunner,
  own: {
    readonly workspaceId: number;
    readonly from: NodeSpec;
    readonly to: NodeSpec;
    readonly target: InstalledVersion;
    readonly config: JsonObject;
  },
): Promise<MigratedConfig> {
  const { workspaceId, from, to, target } = own;
  const lossy: Loss[] = [];
  let { config } = own;
  if (to.typeVersion < from.typeVersion)
    return {
      fault: `Type version ${to.typeVersion} is older than ${from.typeVersion}; go back by a rollback instead.`,
    };
  if (to.typeVersion - from.typeVersion > MOST_STEPS)
    return { fault: `More than ${MOST_STEPS} type versions lie between.` };
  if (to.typeVersion > from.typeVersion && !to.hooks?.includes('migrate'))
    return {
      fault: `${target.pin.plugin} ${target.pin.version} brings no migration to type version ${to.typeVersion}.`,
    };
  for (let version = from.typeVersion; version < to.typeVersion; version++) {
    const input = { node: to.type, config, from: version, to: version + 1 };
    const ask = { workspaceId, pin: target.pin, node: to.type, entry: 'migrate', input } as const;
    const answer = await runner.call(ask);
    if ('fault' in answer) return { fault: answer.fault };
    const migrated = migratedOf(answer.value);
    if (!migrated) return { fault: `Its migration to type version ${version + 1} answered no config.` };
    config = migrated.config;
    lossy.push(...migrated.lossy);
  }
  return { config, lossy };
}

/** What a plugin answers may be anything. */
function migratedOf(value: unknown): { readonly config: JsonObject; readonly lossy: readonly Loss[] } | undefined {
  if (!isObject(value) || !isObject(value['config'])) return undefined;
  // JSON that the sandbox parsed.
  return { config: value['config'] as JsonObject, lossy: lossesOf(value['lossy']) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
