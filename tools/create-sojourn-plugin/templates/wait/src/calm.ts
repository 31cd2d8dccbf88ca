import { type Decision, defineNode, to, wait } from '@sojourn/plugin-sdk/engine';

export interface Config {
  readonly event: string;
  readonly hours: number;
}

const HOUR = 3_600_000;

/** The event or the end of the time, whichever comes first. */
export const calm = defineNode<Config>({
  execute: (_ctx, { config: { event, hours }, items }) =>
    items.map((item): Decision => {
      const until = item.arrivedAt + hours * HOUR;
      if (item.wake.kind === 'event') return to(item, 'active', { why: { code: 'active', params: { event } } });
      if (item.at >= until) return to(item, 'calm', { why: { code: 'calm', params: { hours, event } } });
      return wait(item, { until, events: [{ id: 'active', event }], why: { code: 'waiting', params: { hours } } });
    }),
});
