import { ENTRY_NODE, layout, type JourneyDocument } from '@sojourn/journey';
import { CARD } from './card.js';
import { boxes, snap } from './place.js';
import type { StepKinds } from './step-kind.js';

/** The document in layers from left to right, on the grid. */
export function tidy(document: JourneyDocument, kinds: StepKinds): JourneyDocument {
  const sizes = new Map(boxes(document, kinds).map((box) => [box.id, box]));
  const next = layout(
    document,
    (node) => sizes.get(node === ENTRY_NODE ? ENTRY_NODE : node.id) ?? { width: CARD.width, height: CARD.head },
  );
  return { ...next, nodes: next.nodes.map((node) => ({ ...node, position: snap(node.position) })) };
}
