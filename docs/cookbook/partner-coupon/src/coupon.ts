import { type Decision, defineNode, type HttpAnswer, type Item, retry, to } from '@sojourn/plugin-sdk/engine';
import { keep, kept } from './kept.ts';

export interface Config {
  readonly campaign: string;
}

const LATER = [60_000, 600_000, 3_600_000];

/**
 * The host sends one key with every repetition of a visit's call, in the header that the manifest names, so a call that broke off is not
 * a second coupon. Across visits and journeys the campaign itself is the key: the partner answers 409 with the code of before.
 */
export const coupon = defineNode<Config>({
  async execute(ctx, { config: { campaign }, items }) {
    const codes = await kept(ctx, campaign, items);
    const asking = items.filter(({ contact }, index) => codes[index] === undefined && contact.externalId !== undefined);
    const answers = await ctx.http.requestAll(
      asking.map((item) => ({
        item,
        method: 'POST',
        url: 'https://coupons.example.com/v1/grants',
        credential: 'account',
        body: { campaign, customer: item.contact.externalId ?? '' },
      })),
    );
    const decisions = items.map((item, index): Decision => {
      const code = codes[index];
      if (code !== undefined) return leave(item, 'had', code);
      const place = asking.indexOf(item);
      return place < 0 ? to(item, 'failed', { why: { code: 'nobody' } }) : decided(item, answers[place]);
    });
    await Promise.all(asking.map((item) => remember(item)));
    return decisions;

    async function remember(item: Item): Promise<void> {
      const code = codeIn(answers[asking.indexOf(item)]);
      if (code !== undefined) await keep(ctx, campaign, item, code);
    }
  },
});

function decided(item: Item, answer: HttpAnswer | undefined): Decision {
  const code = codeIn(answer);
  const status = answer && 'status' in answer ? answer.status : 0;
  if (code !== undefined) return leave(item, status === 409 ? 'had' : 'given', code);
  if (status === 410) return to(item, 'sold-out', { why: { code: 'sold-out' } });
  const isBusy = status === 0 || status === 429 || status >= 500;
  const isRefused = answer !== undefined && 'error' in answer && answer.error === 'refused';
  if (!isBusy || isRefused) return to(item, 'failed', { why: { code: 'refused', params: { status } } });
  const attempt = item.wake.kind === 'retry' ? item.wake.attempt : 1;
  const after = LATER[attempt - 1];
  return after === undefined
    ? to(item, 'failed', { why: { code: 'unavailable', params: { attempts: attempt } } })
    : retry(item, { after, why: { code: 'busy', params: { attempt: attempt + 1 } } });
}

function leave(item: Item, outcome: 'given' | 'had', code: string): Decision {
  return to(item, outcome, { output: { partnerCoupon: code }, why: { code: outcome, params: { code } } });
}

/** The code of an answer that brings one: a new one (2xx), or that of before (409). */
function codeIn(answer: HttpAnswer | undefined): string | undefined {
  if (answer === undefined || 'error' in answer || (answer.status >= 300 && answer.status !== 409)) return undefined;
  const { body } = answer;
  const code: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'code') : undefined;
  return typeof code === 'string' && code !== '' ? code : undefined;
}
