import type { JourneyDocument } from '@sojourn/journey';

export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Steps whose type, title or config differ; a step that only moved on the canvas is the same step. */
  readonly changed: readonly string[];
  readonly edges: boolean;
  readonly entry: boolean;
  readonly none: boolean;
}

/** What publishing would change for contacts. */
export function changesBetween(before: JourneyDocument, after: JourneyDocument): Changes {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Set(after.nodes.map((node) => node.id));
  const added = after.nodes.filter((node) => !old.has(node.id)).map((node) => node.id);
  const removed = before.nodes.filter((node) => !now.has(node.id)).map((node) => node.id);
  const changed = after.nodes
    .filter((node) => {
      const was = old.get(node.id);
      return was !== undefined && !same([was.type, was.title, was.config], [node.type, node.title, node.config]);
    })
    .map((node) => node.id);
  const ways = ({ edges }: JourneyDocument) => edges.map(({ from, to }) => `${from.node} ${from.outcome} ${to}`).sort();
  const edges = added.length + removed.length === 0 && !same(ways(before), ways(after));
  const entry = !same(
    [before.entry.rules, before.entry.reentry, before.exits],
    [after.entry.rules, after.entry.reentry, after.exits],
  );
  return {
    added,
    removed,
    changed,
    edges,
    entry,
    none: added.length + removed.length + changed.length === 0 && !edges && !entry,
  };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
