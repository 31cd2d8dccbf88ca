import { defineNode, propertyAt, to } from '@sojourn/plugin-sdk/engine';

interface Level {
  readonly id: string;
  readonly label: string;
  readonly from: number;
}
export interface Config {
  readonly attribute: string;
  readonly levels: readonly Level[];
}

/** The highest level whose start the amount has reached. */
export const spend = defineNode<Config>({
  execute(_ctx, { config, items }) {
    const levels = [...config.levels].sort((a, b) => b.from - a.from);
    return items.map((item) => {
      const amount = propertyAt(item.contact.attributes, config.attribute);
      if (typeof amount !== 'number') return to(item, 'below', { why: { code: 'unknown' } });
      const level = levels.find(({ from }) => amount >= from);
      return level
        ? to(item, level.id, { why: { code: 'level', params: { amount, from: level.from } } })
        : to(item, 'below', { why: { code: 'below', params: { amount } } });
    });
  },

  /** What the schema cannot say: two levels with one start could not be told apart. */
  validate: (_ctx, { levels }) =>
    levels.flatMap(({ from }, index) =>
      levels.findIndex((level) => level.from === from) === index
        ? []
        : [
            {
              severity: 'error' as const,
              pointer: `/levels/${index}/from`,
              message: { en: 'Another level starts at the same amount.', 'zh-CN': '已有等级使用相同的起点。' },
            },
          ],
    ),
});
