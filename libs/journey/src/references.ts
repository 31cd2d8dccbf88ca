import { type Condition, readsOf } from '@sojourn/rules';
import type { NodeCatalogue } from './catalogue.js';
import type { JourneyDocument } from './document.js';
import { visitFields } from './schema-walk.js';

/** What a drawing names that lies outside of it; each sorted. */
export interface References {
  readonly couponPools: readonly string[];
  readonly collections: readonly string[];
  /** Event types that entries, exits, waits and conditions listen to or count. */
  readonly events: readonly string[];
}

/**
 * Finds references in a valid document: by the `x-widget` of a config's fields (`coupon-pool`, `collection`, `event-name`),
 * by what the node types read, and by the entry and exit rules.
 */
export function referencesOf(document: JourneyDocument, catalogue: NodeCatalogue): References {
  const couponPools = new Set<string>();
  const collections = new Set<string>();
  const events = new Set<string>();
  const byWidget: { readonly [widget: string]: Set<string> } = {
    'coupon-pool': couponPools,
    collection: collections,
    'event-name': events,
  };
  const listen = (condition: Condition | undefined): void => {
    if (condition) for (const type of readsOf(condition).events.keys()) events.add(type);
  };

  for (const rule of document.entry.rules) {
    if (rule.kind === 'event') events.add(rule.event);
    if (rule.kind === 'event' || rule.kind === 'date') listen(rule.filter);
    if (rule.kind === 'segment') listen(rule.condition);
    if (rule.kind === 'schedule') listen(rule.audience);
  }
  for (const { when } of document.exits) {
    if (when.kind === 'event') events.add(when.event);
    listen(when.kind === 'event' ? when.filter : when.condition);
  }
  for (const node of document.nodes) {
    const type = catalogue.get(node.type);
    if (!type) continue;
    for (const event of type.reads(node.config).events.keys()) events.add(event);
    visitFields(type.configSchema, node.config, (schema, value) => {
      const widget = schema['x-widget'];
      if (typeof value === 'string' && value !== '' && typeof widget === 'string') byWidget[widget]?.add(value);
    });
  }
  return { couponPools: [...couponPools].sort(), collections: [...collections].sort(), events: [...events].sort() };
}
