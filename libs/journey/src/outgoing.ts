import type { Edge, JourneyDocument } from './document.js';

/** The edges that leave a node (or the entry card, `entry`). */
export function outgoing(document: JourneyDocument, nodeId: string): readonly Edge[] {
  return document.edges.filter(({ from }) => from.node === nodeId);
}
