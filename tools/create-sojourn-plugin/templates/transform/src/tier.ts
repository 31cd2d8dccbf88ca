import { defineNode, propertyAt, to } from '@sojourn/plugin-sdk/engine';

export interface Config {
  readonly points: string;
  readonly silver: number;
  readonly gold: number;
}

export const tier = defineNode<Config>({
  execute: (_ctx, { config, items }) =>
    items.map((item) => {
      const points = propertyAt(item.contact.attributes, config.points);
      if (typeof points !== 'number') return to(item, 'unknown', { why: { code: 'unknown' } });
      const name = points >= config.gold ? 'gold' : points >= config.silver ? 'silver' : 'bronze';
      return to(item, 'done', {
        // What is so already is not written again.
        ...(item.contact.attributes['tier'] !== name && { patch: { set: { tier: name } } }),
        output: { tier: name },
        why: { code: 'tier', params: { points, tier: name } },
      });
    }),

  validate: (_ctx, { silver, gold }) =>
    gold > silver
      ? []
      : [
          {
            severity: 'error' as const,
            pointer: '/gold',
            message: { en: 'Gold must start above silver.', 'zh-CN': '金级起点必须高于银级。' },
          },
        ],

  /** Version 1 had one number: where silver starts. Gold was five times as much. */
  migrate(config, { from }) {
    if (from !== 1) return { config };
    const silver = typeof config['silver'] === 'number' ? config['silver'] : 100;
    return { config: { points: config['points'] ?? 'points', silver, gold: silver * 5 } };
  },
});
