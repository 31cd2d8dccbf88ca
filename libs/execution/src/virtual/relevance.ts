import { compile, type JourneyDocument, type NodeCatalogue } from '@sojourn/journey';

/** Event types that any of the journeys listens to or reads: by entries, waits, exits or conditions. */
export function relevantTypes(documents: readonly JourneyDocument[], catalogue: NodeCatalogue): ReadonlySet<string> {
  const types = new Set<string>();
  for (const document of documents) {
    const plan = compile(document, catalogue);
    for (const entry of plan.entries) if (entry.kind === 'event') types.add(entry.event);
    for (const { when } of plan.exits) if (when.kind === 'event') types.add(when.event);
    for (const type of plan.reads.events.keys()) types.add(type);
    for (const node of plan.nodes.values()) for (const type of namesIn(node.config)) types.add(type);
  }
  return types;
}

/** Every text under an `event` key of a config: what its subscriptions may name. */
function* namesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'event' && typeof child === 'string') yield child;
    else yield* namesIn(child);
  }
}
