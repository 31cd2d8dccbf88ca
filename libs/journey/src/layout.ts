import { Graph, layout as dagre } from '@dagrejs/dagre';
import { ENTRY_NODE, type JourneyDocument, type JourneyNode, type Point } from './document.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room between ranks and between neighbours, in the canvas's pixels. */
const RANK_GAP = 96;
const NODE_GAP = 48;

/**
 * The same document with tidy positions (top left corners, whole pixels, the entry card at the origin).
 * Steps run left to right unless `direction` says top to bottom. The same drawing always gets the same layout.
 */
export function layout(
  document: JourneyDocument,
  sizeOf: (node: JourneyNode | typeof ENTRY_NODE) => Size,
  direction: 'LR' | 'TB' = 'LR',
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
  dagre(graph);

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
