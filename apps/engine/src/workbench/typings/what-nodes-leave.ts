import type { JourneyNode } from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import type { Left, LeavesOf } from './left-before.js';

const COUPON: Left = {
  name: 'coupon',
  type: '{ readonly code: string; readonly expiresAt: number | null; readonly pool: string }',
  sample: { code: 'SAMPLE-1', expiresAt: null, pool: 'Sample' },
};

const COLLECTIBLE: Left = {
  name: 'collectible',
  type: "{ readonly collection: string; readonly serial: number; readonly mintId: number; readonly state: 'minted' | 'pending'; readonly [detail: string]: any }",
  sample: { collection: 'Sample', serial: 1, mintId: 1, state: 'minted' },
};

/** Types of what ships that leave variables; the others leave none. */
const SHIPPED: Readonly<Record<string, (outcome: string) => readonly Left[] | 'unknown'>> = {
  coupon: (outcome) => (outcome === 'issued' || outcome === 'alreadyHas' ? [COUPON] : []),
  'nft-reward': (outcome) => (outcome === 'minted' || outcome === 'pending' ? [COLLECTIBLE] : []),
  code: (outcome) => (outcome === 'error' ? [] : 'unknown'),
};

/**
 * What nodes leave behind, by type: what ships is known here, a declarative node says it in its table of outcomes, and of any
 * other plugin only its run can tell.
 */
export function leavesOf(plugins: readonly PluginManifest[]): LeavesOf {
  return (node, outcome) => {
    if (!node.type.includes('/')) return Object.hasOwn(SHIPPED, node.type) ? (SHIPPED[node.type]?.(outcome) ?? []) : [];
    const [id, type] = node.type.split('/');
    const spec = plugins.find((one) => one.id === id)?.nodes.find((one) => one.type === type);
    if (!spec?.declarative) return 'unknown';
    const names = spec.declarative.outcomes
      .filter((row) => row.outcome === outcome)
      .flatMap(({ output = {} }) => Object.keys(output));
    return [...new Set(names)].map((name) => ({ name, type: 'any', sample: null }));
  };
}

/** Attributes that a drawing's nodes write by name, as far as their configs say. */
export function attributesWritten(nodes: readonly JourneyNode[]): readonly string[] {
  return nodes.flatMap(({ type, config }) => (type === 'update-contact' ? namesIn(config) : []));
}

function namesIn(config: JsonObject): readonly string[] {
  const set = config['set'];
  if (!Array.isArray(set)) return [];
  return set.flatMap((one) => {
    const name = typeof one === 'object' && one !== null ? (one as JsonObject)['attribute'] : undefined;
    return typeof name === 'string' && name !== '' ? [name.split('.')[0] ?? name] : [];
  });
}
