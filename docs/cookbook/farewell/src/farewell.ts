import { defineNode, drop, type Item } from '@sojourn/plugin-sdk/engine';

export interface Config {
  readonly survey: string;
  readonly refundDays: number;
}

const DAY = 86_400_000;

/** The event and the tag are kept in the commit that ends the run: never the one without the other. */
export const farewell = defineNode<Config>({
  execute: (ctx, { config: { survey, refundDays }, items }) =>
    items.map((item) => {
      const tag = tagOf(item, refundDays);
      ctx.events.emit(item, 'Farewell Survey Due', { survey, tag });
      return drop(item, { code: tag }, { patch: { addTags: [tag] } });
    }),
});

/** Why somebody leaves, as far as can be told; also a code of the manifest's reasons. */
function tagOf(item: Item, refundDays: number): 'after-refund' | 'never-bought' | 'gone-quiet' {
  const refund = item.history('Order Refunded').at(-1);
  if (refund && item.at - refund.occurredAt < refundDays * DAY) return 'after-refund';
  return item.history('Order Paid').length === 0 ? 'never-bought' : 'gone-quiet';
}
