import { type ConfigIssue, defineNode, to } from '@sojourn/plugin-sdk/engine';
import { decided } from './answer.ts';
import { type Config, segmentsOf, textFor } from './text.ts';

/** Consent, pauses, quiet hours and opt-outs were asked before: whoever comes here may be written to. */
export const sms = defineNode<Config>({
  async execute(ctx, { config, items }) {
    const reachable = items.filter(({ contact }) => contact.phone !== undefined);
    const texts = reachable.map((item) => textFor(ctx, config, item));
    const answers = await ctx.http.requestAll(
      reachable.map((item, index) => ({
        item,
        method: 'POST',
        url: 'https://sms.example.com/v2/send',
        credential: 'account',
        body: { to: item.contact.phone ?? '', text: texts[index] ?? '' },
      })),
    );
    const numberless = items.filter(({ contact }) => contact.phone === undefined);
    return [
      ...reachable.map((item, index) => decided(item, answers[index], segmentsOf(texts[index] ?? ''))),
      ...numberless.map((item) => to(item, 'no-number', { why: { code: 'no-number' } })),
    ];
  },

  /** What the schema cannot say, and what carriers hold back. */
  validate(_ctx, { text }) {
    const issues: ConfigIssue[] = [];
    const say = (severity: ConfigIssue['severity'], en: string, zh: string): void =>
      void issues.push({ severity, pointer: '/text', message: { en, 'zh-CN': zh } });
    if (/[【】]/.test(text))
      say('error', '【】 may stand around the signature only.', '【】只能用于签名，请从内容中去掉。');
    if (/http:\/\//.test(text))
      say('warning', 'Carriers hold back links without https.', '运营商可能拦截非 https 链接。');
    return issues;
  },

  /** What a rehearsal shows instead of sending. */
  preview(ctx, config, item) {
    const text = textFor(ctx, config, item);
    return { to: item.contact.phone ?? null, text, segments: segmentsOf(text) };
  },

  /** Names differ in length, so this is a guess: the text as written, with room for what is added to it. */
  estimate(_ctx, { signature, text, purpose, priceFen }, { contacts }) {
    const length = text.length + signature.length + 2 + (purpose === 'marketing' ? 8 : 0);
    return { calls: contacts, cost: Math.round(contacts * segmentsOf('x'.repeat(length)) * priceFen), currency: 'CNY' };
  },
});
