import { ENTRY_NODE, type JourneyDocument } from '@sojourn/journey';
import { cardOf, edgesByOutcome } from './card.js';
import { boxes, type Box } from './place.js';
import type { StepKinds } from './step-kind.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The step an arrow key leads to: right and left follow the edges, up and down the picture. */
export function walk(
  document: JourneyDocument,
  kinds: StepKinds,
  from: string,
  direction: Direction,
): string | undefined {
  if (direction === 'right') {
    const leaving = edgesByOutcome(document).get(from);
    if (!leaving) return undefined;
    const node = document.nodes.find((one) => one.id === from);
    const first =
      node && cardOf(node, kinds.get(node.type), leaving).outcomes.find((outcome) => outcome.edgeId !== undefined);
    const edgeId = first?.edgeId ?? leaving.values().next().value;
    return document.edges.find((edge) => edge.id === edgeId)?.to;
  }
  const all = boxes(document, kinds);
  const here = all.find((box) => box.id === from);
  if (here === undefined) return undefined;
  if (direction === 'left') {
    const sources = document.edges.filter((edge) => edge.to === from).map((edge) => edge.from.node);
    return nearest(
      here,
      all.filter((box) => sources.includes(box.id)),
    );
  }
  const sign = direction === 'down' ? 1 : -1;
  return nearest(
    here,
    all.filter((box) => box.id !== from && sign * (box.y - here.y) > 0),
  );
}

function nearest(here: Box, candidates: readonly Box[]): string | undefined {
  // Sideways counts double, so that up and down keep to a column where there is one.
  const distance = (box: Box) => 2 * Math.abs(box.x - here.x) + Math.abs(box.y - here.y);
  return [...candidates].sort((a, b) => distance(a) - distance(b))[0]?.id;
}

/** Where walking starts when nothing is selected. */
export const WALK_START = ENTRY_NODE;
