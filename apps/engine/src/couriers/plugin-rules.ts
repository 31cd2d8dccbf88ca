import type { ChannelRules, PluginNodeType } from '@sojourn/execution';
import { DAY, HOUR, MINUTE, SECOND } from '@sojourn/kernel';

/** Deliveries of one lane that are handed over together; the node's own `batch.max` may want fewer. */
const TOGETHER = 100;

const BASE: ChannelRules = {
  onAmbiguous: 'prefer-miss',
  maxBatch: TOGETHER,
  concurrency: 4,
  attempts: 12,
  maxAgeMs: 3 * DAY,
  pauses: { firstMs: 5 * SECOND, longestMs: HOUR },
  // One lane holds all nodes of a plugin; one busy endpoint must not silence the others for long.
  longestQuietMs: 5 * MINUTE,
};

/**
 * What a plugin's node promises, by its manifest: a `keyed` one is called again with the same key, for the other side recognises it
 * for a day; a `pure` one may be called any number of times; of any other nothing is known, and what may have arrived is not sent
 * again unless its manifest prefers that. One that calls nobody and only keeps something may be called again: the host carries each of
 * its writes out once.
 */
export function pluginRules(type: PluginNodeType | undefined): ChannelRules {
  if (!type) return BASE;
  const { idempotency, header = 'Idempotency-Key', onAmbiguous = 'prefer-miss' } = type.spec.effects;
  const reachesOut = (type.spec.uses ?? []).includes('http');
  if (idempotency === 'pure' || !reachesOut) return { ...BASE, onAmbiguous: 'prefer-duplicate' };
  if (idempotency === 'none') return { ...BASE, onAmbiguous };
  return { ...BASE, onAmbiguous, idempotency: { header, ttlMs: DAY, comparesBody: false } };
}
