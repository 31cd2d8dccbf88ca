import { hash32 } from '@sojourn/kernel';
import type { OutboxItem } from '../records.js';

/** Pauses between attempts: the first one, doubled after every further attempt, never longer than the longest. Milliseconds. */
export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * What a channel promises and how it is used, declared by its courier.
 *
 *     { idempotency: { header: 'webhook-id', ttlMs: DAY, comparesBody: true }, onAmbiguous: 'prefer-miss', maxBatch: 1, ... }
 */
export interface ChannelRules {
  /**
   * How the provider recognises what it has had before: the header (or field) that carries the effect's key, for how long it
   * remembers, and whether it refuses another body under the same key. Absent: it recognises nothing.
   */
  readonly idempotency?: { readonly header: string; readonly ttlMs: number; readonly comparesBody: boolean };
  /**
   * For an attempt that may have arrived and that the provider would not recognise again: send once more and perhaps arrive twice,
   * or leave it as `unknown`, visible, and perhaps never arrive.
   */
  readonly onAmbiguous: 'prefer-duplicate' | 'prefer-miss';
  /** Deliveries in one call of the provider. */
  readonly maxBatch: number;
  /** Calls under way at a time, for each lane and worker; people may set a narrower bound for all workers together. */
  readonly concurrency: number;
  /** Calls before a delivery is given up as dead. A webhook says its own number. */
  readonly attempts: number;
  /** A delivery that fails when it is older than that is given up. */
  readonly maxAgeMs: number;
  readonly pauses: Pauses;
  /** How long a provider may keep a whole lane quiet by `Retry-After`; the delivery that was told so waits as long as it was told. */
  readonly longestQuietMs: number;
}

export const DEFAULT_RULES: ChannelRules = {
  onAmbiguous: 'prefer-miss',
  maxBatch: 100,
  concurrency: 4,
  attempts: 5,
  maxAgeMs: 3 * 86_400_000,
  pauses: { firstMs: 5_000, longestMs: 3_600_000 },
  longestQuietMs: 86_400_000,
};

/** As the column of the outbox. */
const LONGEST_CHANNEL = 64;

/** The lane of a workspace that an effect goes by: a message's channel, a plugin's own, else what it is. */
export function channelOf(effect: OutboxItem['effect']): string {
  if (effect.kind === 'plugin') return pluginChannel(effect.pin.plugin);
  return effect.kind === 'message' ? effect.channel : effect.kind;
}

const PLUGIN_CHANNEL = /^plugin:[a-z][a-z0-9-]*(\.[a-z0-9-]+|[a-z0-9.-]*_[0-9a-f]{16})$/;

/** The lane of a plugin's calls: what stops it, slows it down and counts it. One whose name does not fit is told apart by a digest of it. */
export function pluginChannel(plugin: string): string {
  const whole = `plugin:${plugin}`;
  if (whole.length <= LONGEST_CHANNEL) return whole;
  // No name of a plugin has a `_`, so none is the cut one of another.
  return `${whole.slice(0, LONGEST_CHANNEL - 17)}_${hexOf(plugin)}${hexOf(`${plugin}#`)}`;
}

export const isPluginChannel = (channel: string): boolean =>
  channel.length <= LONGEST_CHANNEL && PLUGIN_CHANNEL.test(channel);

const hexOf = (text: string): string => hash32(text).toString(16).padStart(8, '0');

/** Whether something that may have arrived at `ambiguousAt` may be handed over again. */
export function mayRepeat(
  { idempotency, onAmbiguous }: Pick<ChannelRules, 'idempotency' | 'onAmbiguous'>,
  ambiguousAt: number,
  now: number,
): boolean {
  return onAmbiguous === 'prefer-duplicate' || (idempotency !== undefined && now - ambiguousAt <= idempotency.ttlMs);
}
