import { type Decision, defineNode, to } from '@sojourn/plugin-sdk/engine';
import { later, meant, statusOf, textIn } from './calls.ts';

export interface Config {
  readonly subject: string;
  readonly priority: 'normal' | 'high';
}

/** One call for each item, all of them at once; the host keeps the pace and recognises a repetition. */
export const ticket = defineNode<Config>({
  async execute(ctx, { config, items }) {
    const reachable = items.filter(({ contact }) => contact.email !== undefined);
    const answers = await ctx.http.requestAll(
      reachable.map((item) => ({
        item,
        method: 'POST',
        url: 'https://api.example.com/v1/tickets',
        credential: 'account',
        body: {
          subject: config.subject,
          priority: config.priority,
          email: item.contact.email ?? null,
          customer: item.contact.externalId ?? null,
        },
      })),
    );
    const answered = reachable.map((item, index): Decision => {
      const answer = answers[index];
      switch (meant(answer)) {
        case 'done': {
          const number = textIn(answer, 'number');
          return to(item, 'opened', { output: { ticket: number }, why: { code: 'opened', params: { number } } });
        }
        case 'refused':
          return to(item, 'failed', { why: { code: 'refused', params: { status: statusOf(answer) } } });
        case 'later':
          return later(item);
      }
    });
    const others = items.filter(({ contact }) => contact.email === undefined);
    return [...answered, ...others.map((item) => to(item, 'failed', { why: { code: 'no-email' } }))];
  },
});
