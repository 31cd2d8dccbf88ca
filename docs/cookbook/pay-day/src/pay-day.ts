import { type Decision, defineNode, to, toLocal, wait } from '@sojourn/plugin-sdk/engine';
import { type Config, nextPayDay } from './next-pay-day.ts';

/** The moment follows from the arrival alone, so nothing has to be remembered between two wakes. */
export const payDay = defineNode<Config>({
  execute: (_ctx, { config, items }) =>
    items.map((item): Decision => {
      const until = nextPayDay(config, item.arrivedAt, item.timeZone);
      const day = toLocal(until, item.timeZone).slice(0, 10);
      return item.at >= until
        ? to(item, 'pay-day', { why: { code: 'came', params: { day } } })
        : wait(item, { until, why: { code: 'waiting', params: { day } } });
    }),
});
