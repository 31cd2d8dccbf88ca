import { ENTRY_NODE, type JourneyDocument, type Point } from '@sojourn/journey';

/** Places nodes (and the entry card, by the id `entry`). Positions are whole pixels. */
export function moveNodes(document: JourneyDocument, positions: ReadonlyMap<string, Point>): JourneyDocument {
  let moved = false;
  const place = <T extends { readonly position: Point }>(item: T, id: string): T => {
    const to = positions.get(id);
    if (to === undefined) return item;
    const position = { x: Math.round(to.x), y: Math.round(to.y) };
    if (position.x === item.position.x && position.y === item.position.y) return item;
    moved = true;
    return { ...item, position };
  };
  const entry = place(document.entry, ENTRY_NODE);
  const nodes = document.nodes.map((node) => place(node, node.id));
  return moved ? { ...document, entry, nodes } : document;
}
