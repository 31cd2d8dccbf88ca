import { defineNode, drop } from '@sojourn/plugin-sdk/engine';

export interface Config {
  readonly goal: string;
}

/** The event is recorded in the same commit that ends the run. */
export const goal = defineNode<Config>({
  execute: (ctx, { config: { goal }, items }) =>
    items.map((item) => {
      ctx.events.emit(item, 'Goal Reached', { goal });
      return drop(item, { code: 'reached', params: { goal } });
    }),
});
