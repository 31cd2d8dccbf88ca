import { type Decision, defineNode } from '@sojourn/plugin-sdk/engine';

export interface ExitConfig {
  /** What was reached, for the timeline. */
  readonly label?: string;
}

/** Ends the run, as drawn. */
export const exit = defineNode<ExitConfig>({
  execute: ({ config: { label }, visits }) =>
    visits.map((): Decision => ({
      do: 'end',
      why: label === undefined ? { code: 'ended' } : { code: 'endedAs', params: { label } },
    })),
});
