/** How often a run has stood on each node: `{ w1: 2 }`. */
export type Visits = { readonly [nodeId: string]: number };

/** Ways kept in mind; beyond, all are forgotten and learnt again. */
const KEPT = 1_000;

interface Way {
  readonly text: string;
  /** By the node arrived at. */
  readonly after: Map<string, Visits>;
}
let byText = new Map<string, Visits>();
let ways = new WeakMap<Visits, Way>();

/**
 * Runs that went the same way have the same visits. Each way is read, gone and written once for all of them, as one object that
 * nobody changes: no wake parses or writes JSON for it.
 */
export function visitsOf(text: string): Visits {
  // The column holds what we wrote with JSON.stringify.
  return byText.get(text) ?? keep(JSON.parse(text) as Visits, text);
}

/** The text of a run's column. */
export function textOfVisits(visits: Visits): string {
  return ways.get(visits)?.text ?? JSON.stringify(visits);
}

/** The visits of a run that arrives at one more node. */
export function visitsAfter(visits: Visits, nodeId: string): Visits {
  const way = ways.get(visits);
  let next = way?.after.get(nodeId);
  if (!next) {
    const longer = { ...visits, [nodeId]: (visits[nodeId] ?? 0) + 1 };
    const text = JSON.stringify(longer);
    next = byText.get(text) ?? keep(longer, text);
    way?.after.set(nodeId, next);
  }
  return next;
}

function keep(visits: Visits, text: string): Visits {
  if (byText.size >= KEPT) {
    byText = new Map();
    ways = new WeakMap();
  }
  Object.freeze(visits);
  byText.set(text, visits);
  ways.set(visits, { text, after: new Map() });
  return visits;
}
