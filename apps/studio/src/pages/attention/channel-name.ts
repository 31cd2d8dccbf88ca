import type { TFunction } from 'i18next';

const KNOWN = ['inbox', 'mail', 'webhook', 'mint', 'all'] as const;

/** What people call a channel; a plugin's own is called as it calls itself. */
export function channelName(t: TFunction<'attention'>, channel: string): string {
  const known = KNOWN.find((one) => one === channel);
  return known ? t(`channel.${known}`) : channel;
}
