import { ENTRY_NODE, layout, type JourneyDocument } from '@sojourn/journey';
import { CARD, cardOf, edgesByOutcome } from './card.js';
import { boxes, snap } from './place.js';
import type { StepKinds } from './step-kind.js';

/**
 * The document in layers from left to right, on the grid. The layout is told steps and edges in the order a reader
 * meets them - outcome by outcome from the top - because that is the order it starts from when it untangles crossings.
 */
export function tidy(document: JourneyDocument, kinds: StepKinds): JourneyDocument {
  const sizes = new Map(boxes(document, kinds).map((box) => [box.id, box]));
  const placed = layout(
    inReadingOrder(document, kinds),
    (node) => sizes.get(node === ENTRY_NODE ? ENTRY_NODE : node.id) ?? { width: CARD.width, height: CARD.head },
  );
  const positions = new Map(placed.nodes.map((node) => [node.id, snap(node.position)]));
  return {
    ...document,
    entry: { ...document.entry, position: placed.entry.position },
    nodes: document.nodes.map((node) => ({ ...node, position: positions.get(node.id) ?? node.position })),
  };
}

function inReadingOrder(document: JourneyDocument, kinds: StepKinds): JourneyDocument {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const edges = new Map(document.edges.map((edge) => [edge.id, edge]));
  const leaving = edgesByOutcome(document);
  const met = new Set<string>();
  const way: (typeof document.edges)[number][] = [];
  const visit = (id: string) => {
    if (met.has(id)) return;
    met.add(id);
    const node = nodes.get(id);
    const own = leaving.get(id);
    const ids = node
      ? cardOf(node, kinds.get(node.type), own).outcomes.map((outcome) => outcome.edgeId)
      : [...(own?.values() ?? [])];
    const following = ids.flatMap((edgeId) => edges.get(edgeId ?? '') ?? []);
    way.push(...following);
    for (const edge of following) visit(edge.to);
  };
  visit(ENTRY_NODE);
  for (const node of document.nodes) visit(node.id);
  return { ...document, nodes: [...met].flatMap((id) => nodes.get(id) ?? []), edges: way };
}
