import { type Decision, defineNode, to } from '@sojourn/plugin-sdk/engine';
import { later, meant, statusOf, textIn } from './calls.ts';

export interface Config {
  readonly amount: number;
  readonly currency: 'EUR' | 'USD' | 'CNY';
}

/** The host sends the same key with every repetition of a call, so that no contact gets two cards for one visit. */
export const giftCard = defineNode<Config>({
  async execute(ctx, { config: { amount, currency }, items }) {
    const answers = await ctx.http.requestAll(
      items.map((item) => ({
        item,
        method: 'POST',
        url: 'https://api.example.com/v1/gift-cards',
        credential: 'account',
        body: { amount, currency, customer: item.contact.externalId ?? null },
      })),
    );
    return items.map((item, index): Decision => {
      const answer = answers[index];
      const meaning = meant(answer);
      if (meaning === 'later') return later(item);
      if (meaning === 'done') {
        const code = textIn(answer, 'code');
        return to(item, 'given', { output: { giftCard: code }, why: { code: 'given', params: { code } } });
      }
      return statusOf(answer) === 410
        ? to(item, 'sold-out', { why: { code: 'sold-out' } })
        : to(item, 'failed', { why: { code: 'refused', params: { status: statusOf(answer) } } });
    });
  },

  preview: (_ctx, { amount, currency }, item) => ({ amount, currency, customer: item.contact.externalId ?? null }),

  estimate: (_ctx, { amount, currency }, { contacts }) => ({
    calls: contacts,
    cost: contacts * amount * 100,
    currency,
  }),
});
