import { type Decision, defineNode, type Item, type PluginContext, to } from '@sojourn/plugin-sdk/engine';
import { later, meant, statusOf } from './calls.ts';

export interface Config {
  readonly text: string;
}

/** Consent, pauses and opt-outs were asked before: whoever comes here may be written to. */
export const text = defineNode<Config>({
  async execute(ctx, { config, items }) {
    const reachable = items.filter(({ contact }) => contact.phone !== undefined);
    const answers = await ctx.http.requestAll(
      reachable.map((item) => ({
        item,
        method: 'POST',
        url: 'https://api.example.com/v1/messages',
        credential: 'account',
        body: { to: item.contact.phone ?? null, text: textFor(ctx, config, item) },
      })),
    );
    const answered = reachable.map((item, index): Decision => {
      const answer = answers[index];
      const meaning = meant(answer);
      if (meaning === 'later') return later(item);
      if (meaning === 'done') return to(item, 'sent', { why: { code: 'sent' } });
      return to(item, 'failed', { why: { code: 'refused', params: { status: statusOf(answer) } } });
    });
    const others = items.filter(({ contact }) => contact.phone === undefined);
    return [...answered, ...others.map((item) => to(item, 'no-number', { why: { code: 'no-number' } }))];
  },

  /** What a rehearsal shows instead of sending. */
  preview: (ctx, config, item) => ({ to: item.contact.phone ?? null, text: textFor(ctx, config, item) }),

  estimate: (_ctx, _config, { contacts }) => ({ calls: contacts, cost: contacts * 7, currency: 'EUR' }),
});

function textFor(ctx: PluginContext, config: Config, item: Item): string {
  return `${config.text} ${ctx.t('closing', {}, item)}`;
}
