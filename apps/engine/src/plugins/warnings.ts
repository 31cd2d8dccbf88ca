import { compareVersions, lookAlikes } from '@sojourn/packaging';
import type { LocalText } from '@sojourn/kernel';
import type { Trust } from './trust.js';

/** Something a person must have read before a package is installed. */
export interface Warning {
  readonly code: 'look-alike' | 'downgrade' | 'deprecated' | 'key-rotated';
  readonly message: LocalText;
}

export interface WarningFacts {
  readonly plugin: string;
  readonly version: string;
  readonly trust: Trust;
  readonly deprecated: string | null;
  /** Ids of what ships, is installed here, or has a pinned publisher. */
  readonly known: readonly string[];
  /** The version this workspace has, or had until it was uninstalled. */
  readonly current: string | undefined;
}

export function warningsOf({ plugin, version, trust, deprecated, known, current }: WarningFacts): readonly Warning[] {
  const found: Warning[] = [];
  const others = lookAlikes(plugin, known);
  if (others.length > 0)
    found.push({
      code: 'look-alike',
      message: {
        en: `The name ${plugin} looks like ${others.join(', ')}, which you know. It is by another publisher.`,
        'zh-CN': `名称 ${plugin} 与您已知的 ${others.join('、')} 相似，但发布者不同。`,
      },
    });
  if (current !== undefined && compareVersions(version, current) < 0)
    found.push({
      code: 'downgrade',
      message: {
        en: `You have ${current}; ${version} is older. It may lack repairs of faults that are known by now.`,
        'zh-CN': `当前为 ${current}，${version} 是较旧的版本，可能缺少已公开问题的修复。`,
      },
    });
  if (deprecated !== null)
    found.push({
      code: 'deprecated',
      message: {
        en: `Its publisher advises against this version: ${deprecated}`,
        'zh-CN': `发布者不建议使用该版本：${deprecated}`,
      },
    });
  if (trust.kind === 'rotated')
    found.push({
      code: 'key-rotated',
      message: {
        en: 'The publisher signs with another key now. The old key has confirmed the new one.',
        'zh-CN': '发布者更换了签名密钥，新密钥已由旧密钥确认。',
      },
    });
  return found;
}
