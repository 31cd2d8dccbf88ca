import { type Decision, defineNode, to } from '@sojourn/plugin-sdk/engine';
import { ranking } from './ranking.ts';

export interface Config {
  readonly limit: number;
  readonly dueDays: number;
  readonly halfLifeDays: number;
}

export const nextBest = defineNode<Config>({
  execute: (_ctx, { config: { limit, ...rule }, items }) =>
    items.map((item): Decision => {
      const behaviour = {
        viewed: item.history('Product Viewed'),
        added: item.history('Product Added'),
        bought: item.history('Order Paid'),
      };
      const ranked = ranking(behaviour, { now: item.at, ...rule });
      const [best] = ranked;
      if (best === undefined) return to(item, 'nothing', { why: { code: 'nothing' } });
      const { sku, score, boughtDaysAgo } = best;
      return to(item, 'recommended', {
        output: { nextBest: { sku, score, list: ranked.slice(0, limit).map((one) => one.sku) } },
        why:
          boughtDaysAgo === undefined
            ? { code: 'wanted', params: { sku, score } }
            : { code: 'due', params: { sku, days: boughtDaysAgo } },
      });
    }),
});
