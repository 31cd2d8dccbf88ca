import type { JsonObject, Migrated } from '@sojourn/plugin-sdk/engine';

/**
 * Version 1 had `source`, `target` and `keepExtension`, knew the mainland alone and took landlines. Extensions are not kept any more:
 * whoever kept them is told so before the upgrade.
 */
export function migrate(config: JsonObject, { from }: { readonly from: number }): Migrated {
  if (from !== 1) return { config };
  const next = {
    from: config['source'] ?? 'phoneRaw',
    to: config['target'] ?? 'phoneTidy',
    region: 'CN',
    landlines: true,
  };
  if (config['keepExtension'] !== true) return { config: next };
  const message = {
    en: 'Extensions are left out of the tidy number.',
    'zh-CN': '规范后的号码不再保留分机号。',
  };
  return { config: next, lossy: [{ pointer: '/keepExtension', message }] };
}
