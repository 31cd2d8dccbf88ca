import { Graph, layout as dagre } from '@dagrejs/dagre';
import type { NodeCatalogue } from './catalogue.js';
import { ENTRY_NODE, type JourneyDocument, type JourneyNode, type Point } from './document.js';
import { outgoing } from './outgoing.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A card of the canvas with two ways out: for drawings laid out where no canvas is. */
const USUAL_SIZE: Size = { width: 264, height: 128 };

/** Room between ranks and between neighbours, in the canvas's pixels. */
const RANK_GAP = 96;
const NODE_GAP = 48;

/**
 * The same document with tidy positions (top left corners, whole pixels, the entry card at the origin).
 * Steps run left to right unless `direction` says top to bottom. What follows a node lies in the order of its edges;
 * with a catalogue, in the order of its outcomes, as their handles are drawn. The same drawing always gets the same layout.
 */
export function layout(
  document: JourneyDocument,
  sizeOf: (node: JourneyNode | typeof ENTRY_NODE) => Size = () => USUAL_SIZE,
  direction: 'LR' | 'TB' = 'LR',
  catalogue?: NodeCatalogue,
): JourneyDocument {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction, ranksep: RANK_GAP, nodesep: NODE_GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  graph.setNode(ENTRY_NODE, { ...sizeOf(ENTRY_NODE) });
  for (const node of document.nodes) graph.setNode(node.id, { ...sizeOf(node) });
  for (const edge of document.edges) {
    // Dagre would invent a node for an edge that leads nowhere.
    if (graph.hasNode(edge.from.node) && graph.hasNode(edge.to)) graph.setEdge(edge.from.node, edge.to, {}, edge.id);
  }
  const constraints = document.nodes.flatMap((node) => inSequence(followers(document, node, catalogue)));
  dagre(graph, { constraints });

  const corner = (id: string): Point => {
    const { x, y, width, height } = graph.node(id) as Point & Size;
    return { x: x - width / 2, y: y - height / 2 };
  };
  const origin = corner(ENTRY_NODE);
  const position = (id: string): Point => {
    const { x, y } = corner(id);
    return { x: Math.round(x - origin.x), y: Math.round(y - origin.y) };
  };
  return {
    ...document,
    entry: { ...document.entry, position: { x: 0, y: 0 } },
    nodes: document.nodes.map((node) => ({ ...node, position: position(node.id) })),
  };
}

/** The nodes that a node's edges lead to, each once, in the order of the ways out. */
function followers(document: JourneyDocument, node: JourneyNode, catalogue: NodeCatalogue | undefined): string[] {
  const edges = outgoing(document, node.id);
  const outcomes =
    catalogue
      ?.get(node.type)
      ?.outcomes(node.config)
      .map(({ id }) => id) ?? [];
  const place = (outcome: string): number => (outcomes.includes(outcome) ? outcomes.indexOf(outcome) : outcomes.length);
  const sorted = [...edges].sort((a, b) => place(a.from.outcome) - place(b.from.outcome));
  return [...new Set(sorted.map(({ to }) => to))];
}

function inSequence(ids: readonly string[]): { left: string; right: string }[] {
  return ids.slice(1).map((right, index) => ({ left: ids[index] ?? right, right }));
}
