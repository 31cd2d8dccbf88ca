import { DEFAULT_RULES, type ChannelRules } from '@sojourn/execution';
import { CHANNELS, type ChannelName } from '../couriers/channels.js';

/** In paths: all channels of a workspace. */
export const ALL = 'all';

export const isChannel = (name: string): name is ChannelName => Object.hasOwn(CHANNELS, name);

export const rulesOf = (name: string): ChannelRules => (isChannel(name) ? CHANNELS[name] : DEFAULT_RULES);
