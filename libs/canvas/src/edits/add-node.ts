import type { JourneyDocument, JourneyNode, Point } from '@sojourn/journey';
import type { JsonObject } from '../words.js';
import { connect, type Connector } from './connect.js';

export interface NewNode {
  readonly id: string;
  readonly type: string;
  readonly config: JsonObject;
  readonly position: Point;
  readonly title?: string;
}

/** Adds a node; with `from`, also joins that outcome to it (an edge that was there moves over to the new node). */
export function addNode(
  document: JourneyDocument,
  node: NewNode,
  from?: Connector & { readonly edgeId: string },
): JourneyDocument {
  const added: JourneyNode = {
    id: node.id,
    type: node.type,
    ...(node.title !== undefined && { title: node.title }),
    config: node.config,
    position: node.position,
  };
  const next = { ...document, nodes: [...document.nodes, added] };
  return from === undefined ? next : connect(next, from, node.id, from.edgeId);
}
