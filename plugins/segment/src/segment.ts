import { type Condition, type Decision, defineNode } from '@sojourn/plugin-sdk/engine';

export interface SegmentConfig {
  readonly branches: readonly { readonly id: string; readonly label: string; readonly condition: Condition }[];
}

/** Sends each contact by the first condition that holds. Conditions on "the event" ask about the one that let the run in. */
export const segment = defineNode<SegmentConfig>({
  execute: ({ config, visits }) =>
    visits.map((visit): Decision => {
      const branch = config.branches.find(({ condition }) => visit.meets(condition));
      if (!branch) return { do: 'to', outcome: 'else', why: { code: 'else' } };
      return { do: 'to', outcome: branch.id, why: { code: 'matched', params: { branch: branch.label } } };
    }),
});
