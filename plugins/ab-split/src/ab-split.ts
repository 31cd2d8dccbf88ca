import { type Decision, defineNode, type Item, to } from '@sojourn/plugin-sdk/engine';
import { armFor, type Arm } from './rendezvous.js';

export interface AbSplitConfig {
  readonly arms: readonly Arm[];
  readonly holdout?: { readonly percent: number };
  readonly salt?: string;
}

const TICKETS = 10_000;

/** Divides contacts by chance that depends on the contact and the salt alone. */
export const abSplit = defineNode<AbSplitConfig>({
  execute: (_, { config, nodeId, items }) => items.map((item) => drawn(config, config.salt ?? nodeId, item)),
});

function drawn({ arms, holdout }: AbSplitConfig, salt: string, item: Item): Decision {
  // A draw of its own: a larger holdout takes contacts from every arm alike and gives none back.
  const held = item.sticky(`${salt}:holdout`);
  if (holdout && held < holdout.percent / 100)
    return to(item, 'holdout', { why: { code: 'heldOut', params: { bucket: ticket(held) } } });
  const { arm, draw } = armFor(arms, (id) => item.sticky(`${salt}:arm:${id}`));
  return to(item, arm.id, { why: { code: 'drawn', params: { arm: arm.label, bucket: ticket(draw) } } });
}

/** 1 to 10,000. */
function ticket(draw: number): number {
  return Math.floor(draw * TICKETS) + 1;
}
