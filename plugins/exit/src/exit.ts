import { defineNode, drop } from '@sojourn/plugin-sdk/engine';

export interface ExitConfig {
  /** What was reached, for the timeline. */
  readonly label?: string;
}

/** Ends the run, as drawn. */
export const exit = defineNode<ExitConfig>({
  execute: (_, { config: { label }, items }) =>
    items.map((item) => drop(item, label === undefined ? { code: 'ended' } : { code: 'endedAs', params: { label } })),
});
