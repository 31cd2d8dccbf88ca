import { DEFAULT_RULES, isPluginChannel, pluginChannel, type ChannelRules } from '@sojourn/execution';
import { CHANNELS, type ChannelName } from '../couriers/channels.js';
import type { PluginHost } from '../plugin-host/index.js';
import { pluginRules } from '../couriers/plugin-rules.js';

/** In paths: all channels of a workspace. */
export const ALL = 'all';

/** The lanes of a workspace: channels that ship, and one for each installed plugin whose nodes call out. */
export async function lanesOf(
  { library }: Pick<PluginHost, 'library'>,
  workspaceId: number,
): Promise<readonly string[]> {
  await library.refresh();
  return [...Object.keys(CHANNELS), ...library.callers(workspaceId).map(pluginChannel)];
}

const isOwn = (name: string): name is ChannelName => Object.hasOwn(CHANNELS, name);

export const isChannel = (name: string): boolean => isOwn(name) || isPluginChannel(name);

export function rulesOf(name: string): ChannelRules {
  if (isOwn(name)) return CHANNELS[name];
  return isPluginChannel(name) ? pluginRules(undefined) : DEFAULT_RULES;
}
