import { ENTRY_NODE, type JourneyDocument } from '@sojourn/journey';

/** One end of an edge: the outcome it leaves by. */
export interface Connector {
  readonly node: string;
  readonly outcome: string;
}

/** An outcome leads to one node: joining it again replaces the edge that was there. */
export function connect(document: JourneyDocument, from: Connector, to: string, edgeId: string): JourneyDocument {
  if (!canConnect(document, from, to)) return document;
  const edges = document.edges.filter((edge) => !(edge.from.node === from.node && edge.from.outcome === from.outcome));
  return { ...document, edges: [...edges, { id: edgeId, from: { node: from.node, outcome: from.outcome }, to }] };
}

export function canConnect(document: JourneyDocument, from: Connector, to: string): boolean {
  if (to === ENTRY_NODE || to === from.node) return false;
  if (!document.nodes.some((node) => node.id === to)) return false;
  if (from.node !== ENTRY_NODE && !document.nodes.some((node) => node.id === from.node)) return false;
  return !document.edges.some(
    (edge) => edge.from.node === from.node && edge.from.outcome === from.outcome && edge.to === to,
  );
}

export function disconnect(document: JourneyDocument, edgeIds: readonly string[]): JourneyDocument {
  const gone = new Set(edgeIds);
  if (!document.edges.some((edge) => gone.has(edge.id))) return document;
  return { ...document, edges: document.edges.filter((edge) => !gone.has(edge.id)) };
}

/** Moves either end of an edge, keeping its id. An edge already at the new outcome gives way. */
export function reconnect(document: JourneyDocument, edgeId: string, from: Connector, to: string): JourneyDocument {
  const edge = document.edges.find((one) => one.id === edgeId);
  if (edge === undefined || to === ENTRY_NODE || to === from.node) return document;
  if (edge.to === to && edge.from.node === from.node && edge.from.outcome === from.outcome) return document;
  const edges = document.edges.flatMap((one) => {
    if (one.id === edgeId) return [{ id: edgeId, from: { node: from.node, outcome: from.outcome }, to }];
    return one.from.node === from.node && one.from.outcome === from.outcome ? [] : [one];
  });
  return { ...document, edges };
}
