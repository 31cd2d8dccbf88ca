import type { JsonObject, LocalText } from '@sojourn/kernel';
import type { NodeSpec } from '@sojourn/plugin-sdk';
import type { InstalledVersion, PluginRunner } from '../../ports.js';
import { lossesOf, type Loss } from './losses.js';

export type MigratedConfig =
  | { readonly config: JsonObject; readonly lossy: readonly Loss[] }
  /** It cannot be done, in words; what a plugin says of itself is in its own language in both. */
  | { readonly fault: LocalText };

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
    return fault(
      'The settings of this step are of a newer version already, and no version takes them back. Roll the journey back to how it was before, or draw the step anew.',
      '此节点的设置已属于更新的版本，无法再改回旧版本。请将旅程回退到之前的状态，或重新添加此节点。',
    );
  if (to.typeVersion - from.typeVersion > MOST_STEPS)
    return fault(
      `More than ${MOST_STEPS} versions of the settings lie between. Move to a version in between first, or draw the step anew.`,
      `两个版本的设置相差超过 ${MOST_STEPS} 个版本。请先升级到中间的版本，或重新添加此节点。`,
    );
  if (to.typeVersion > from.typeVersion && !to.hooks?.includes('migrate'))
    return fault(
      `${target.pin.plugin} ${target.pin.version} brings no migration of the settings to type version ${to.typeVersion}. Tell its author, or draw the step anew.`,
      `${target.pin.plugin} ${target.pin.version} 未提供迁移到类型版本 ${to.typeVersion} 的方法。请联系插件作者，或重新添加此节点。`,
    );
  for (let version = from.typeVersion; version < to.typeVersion; version++) {
    const input = { node: to.type, config, from: version, to: version + 1 };
    const ask = { workspaceId, pin: target.pin, node: to.type, entry: 'migrate', input } as const;
    const answer = await runner.call(ask);
    if ('fault' in answer) return fault(answer.fault, answer.fault);
    const migrated = migratedOf(answer.value);
    if (!migrated)
      return fault(
        `The plugin's migration to type version ${version + 1} answered no settings. Tell its author.`,
        `插件迁移到类型版本 ${version + 1} 时没有给出设置。请联系插件作者。`,
      );
    config = migrated.config;
    lossy.push(...migrated.lossy);
  }
  return { config, lossy };
}

/** As long as the API says it at most. */
const MOST_SAID = 2_000;

function fault(en: string, chinese: string): { readonly fault: LocalText } {
  return { fault: { en: en.slice(0, MOST_SAID), 'zh-CN': chinese.slice(0, MOST_SAID) } };
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
