import { ENTRY_NODE, type JourneyDocument, type Point } from '@sojourn/journey';
import type { Connector } from '../edits/connect.js';
import { CARD, ENTRY_CARD, GRID, cardOf, edgesByOutcome, entryHeight, type Size } from './card.js';
import type { StepKinds } from './step-kind.js';

/** Room between columns and rows of cards. */
export const GAP = { x: 100, y: 40 } as const;

export interface Box extends Size, Point {
  readonly id: string;
}

export function boxes(document: JourneyDocument, kinds: StepKinds): readonly Box[] {
  const byNode = edgesByOutcome(document);
  const height = entryHeight(document.entry.rules.length, document.exits.length);
  return [
    { id: ENTRY_NODE, ...document.entry.position, width: ENTRY_CARD.width, height },
    ...document.nodes.map((node) => {
      const card = cardOf(node, kinds.get(node.type), byNode.get(node.id));
      return { id: node.id, ...node.position, width: card.width, height: card.height };
    }),
  ];
}

/** Where a step that follows `from` is put: one column on, level with the outcome's siblings, below whatever is there. */
export function placeAfter(document: JourneyDocument, kinds: StepKinds, from: Connector, size: Size): Point {
  const all = boxes(document, kinds);
  const source = all.find((box) => box.id === from.node);
  if (source === undefined) return { x: 0, y: 0 };
  return clearOf(all, { x: source.x + source.width + GAP.x, y: source.y }, size);
}

/** The nearest place at or below `at` where a card of that size touches no other. */
export function clearOf(all: readonly Box[], at: Point, size: Size): Point {
  let y = at.y;
  const column = all.filter((box) => box.x < at.x + size.width + GRID && at.x < box.x + box.width + GRID);
  for (let again = true; again;) {
    again = false;
    for (const box of column) {
      if (y < box.y + box.height + GAP.y && box.y < y + size.height + GAP.y) {
        y = box.y + box.height + GAP.y;
        again = true;
      }
    }
  }
  return snap({ x: at.x, y });
}

export function snap({ x, y }: Point): Point {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID };
}

/** Half a card up and left, so that what is dropped lies under the pointer. */
export function underPointer({ x, y }: Point): Point {
  return snap({ x: x - CARD.width / 2, y: y - CARD.head / 2 });
}
