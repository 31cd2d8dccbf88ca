import { type Condition, defineNode, to } from '@sojourn/plugin-sdk/engine';

export interface SegmentConfig {
  readonly branches: readonly { readonly id: string; readonly label: string; readonly condition: Condition }[];
}

/** Sends each contact by the first condition that holds. Conditions on "the event" ask about the one that let the run in. */
export const segment = defineNode<SegmentConfig>({
  execute: (_, { config, items }) =>
    items.map((item) => {
      const branch = config.branches.find(({ condition }) => item.meets(condition));
      if (!branch) return to(item, 'else', { why: { code: 'else' } });
      return to(item, branch.id, { why: { code: 'matched', params: { branch: branch.label } } });
    }),
});
