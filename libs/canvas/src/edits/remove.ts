import { ENTRY_NODE, type Edge, type JourneyDocument } from '@sojourn/journey';

export interface Removal {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

/**
 * Removes nodes and edges. Where a single removed node stood between others and had exactly one way on,
 * `heal` joins its neighbours again, so that taking a step out of a chain leaves a chain.
 */
export function remove(document: JourneyDocument, removal: Removal, heal = true): JourneyDocument {
  const nodes = new Set(removal.nodes.filter((id) => id !== ENTRY_NODE));
  const cut = new Set(removal.edges);
  if (nodes.size === 0 && cut.size === 0) return document;
  const healed = new Map<string, Edge>();
  const [only] = nodes;
  if (heal && nodes.size === 1 && only !== undefined) {
    const onward = document.edges.filter((edge) => edge.from.node === only && edge.to !== only && !cut.has(edge.id));
    const next = onward.length === 1 ? onward[0]?.to : undefined;
    for (const edge of document.edges) {
      if (next === undefined || edge.to !== only || cut.has(edge.id)) continue;
      if (edge.from.node !== next && edge.from.node !== only) healed.set(edge.id, { ...edge, to: next });
    }
  }
  return {
    ...document,
    nodes: document.nodes.filter((node) => !nodes.has(node.id)),
    edges: document.edges.flatMap((edge) => {
      const joined = healed.get(edge.id);
      if (joined) return [joined];
      return cut.has(edge.id) || nodes.has(edge.from.node) || nodes.has(edge.to) ? [] : [edge];
    }),
  };
}
