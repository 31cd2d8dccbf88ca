import type { Item, PluginContext } from '@sojourn/plugin-sdk/engine';

export interface Config {
  readonly signature: string;
  readonly text: string;
  readonly purpose: 'marketing' | 'notice';
  readonly priceFen: number;
}

/** The whole message: 【signature】 in front; marketing says how to stop, in the language of the contact. */
export function textFor(ctx: PluginContext, { signature, text, purpose }: Config, item: Item): string {
  // Most contacts of a Chinese house have no language on record: then it is Chinese.
  const language = item.contact.language ?? 'zh-CN';
  const nickname = item.contact.attributes['nickname'];
  const name = typeof nickname === 'string' && nickname !== '' ? nickname : ctx.t('you', {}, language);
  const body = text.replaceAll('{nickname}', () => name);
  return `【${signature}】${body}${purpose === 'marketing' ? `，${ctx.t('stop', {}, language)}` : ''}`;
}

/** How many messages the carrier counts: 70 characters fit into one, 67 into each of several. */
export function segmentsOf(text: string): number {
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
}
