import type { JourneyDocument } from '@sojourn/journey';
import { addNode, type NewNode } from './add-node.js';

/**
 * Puts a node into the middle of an edge. The edge now ends at the node; the node's `through` outcome, when it has
 * one, goes on to where the edge led. Everything downstream that stands in the way moves right by `shift`.
 */
export function insertOnEdge(
  document: JourneyDocument,
  edgeId: string,
  node: NewNode,
  onward: { readonly outcome: string; readonly edgeId: string } | undefined,
  shift = 0,
): JourneyDocument {
  const edge = document.edges.find((one) => one.id === edgeId);
  if (edge === undefined) return document;
  const moved =
    shift === 0 ? document : { ...document, nodes: shiftDownstream(document, edge.to, edge.from.node, shift) };
  const added = addNode(moved, node);
  const edges = added.edges.map((one) => (one.id === edgeId ? { ...one, to: node.id } : one));
  if (onward) edges.push({ id: onward.edgeId, from: { node: node.id, outcome: onward.outcome }, to: edge.to });
  return { ...added, edges };
}

/** Nodes reachable from `start`, not through `stop` (a loop leads back upstream, which must stay where it is). */
function shiftDownstream(document: JourneyDocument, start: string, stop: string, shift: number) {
  const reached = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id) || id === stop) continue;
    reached.add(id);
    for (const edge of document.edges) if (edge.from.node === id) waiting.push(edge.to);
  }
  const from = document.nodes.find((node) => node.id === start)?.position.x ?? 0;
  return document.nodes.map((node) =>
    reached.has(node.id) && node.position.x >= from
      ? { ...node, position: { x: node.position.x + shift, y: node.position.y } }
      : node,
  );
}
