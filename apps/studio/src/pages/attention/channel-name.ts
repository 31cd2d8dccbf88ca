import type { TFunction } from 'i18next';

const KNOWN = ['inbox', 'mail', 'webhook', 'mint', 'all'] as const;

/** What people call a channel; the lane of a plugin's calls is named after the plugin. */
export function channelName(t: TFunction<'attention'>, channel: string): string {
  const known = KNOWN.find((one) => one === channel);
  if (known) return t(`channel.${known}`);
  return channel.startsWith('plugin:') ? t('channel.plugin', { name: channel.slice('plugin:'.length) }) : channel;
}
