import { ENTRY_NODE, type JourneyDocument, type JourneyNode } from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';

/** A variable that a node leaves behind when it is left by an outcome. */
export interface Left {
  readonly name: string;
  /** In TypeScript. */
  readonly type: string;
  /** For trying things out. */
  readonly sample: JsonObject[string];
}

/** What a node leaves by one of its outcomes; `unknown` when only its run can tell. */
export type LeavesOf = (node: JourneyNode, outcome: string) => readonly Left[] | 'unknown';

export interface LeftBefore {
  /** By name; `always` when every way to the node passes where it is left. */
  readonly variables: ReadonlyMap<string, Left & { readonly always: boolean }>;
  /** Whether a node on the way leaves what cannot be known here. */
  readonly more: boolean;
}

interface State {
  readonly always: ReadonlySet<string>;
  readonly maybe: ReadonlyMap<string, Left>;
  readonly more: boolean;
}

/**
 * The variables that runs bring along when they come to a node: along every edge goes what came in and what the node
 * leaves by that outcome; where ways meet, only what comes along all of them is there for certain.
 */
export function leftBefore(document: JourneyDocument, nodeId: string, leavesOf: LeavesOf): LeftBefore {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const arriving = new Map<string, State>([[ENTRY_NODE, { always: new Set(), maybe: new Map(), more: false }]]);
  // What is certain only shrinks and what is possible only grows, so this ends; the limit is for a drawing gone wrong.
  for (let round = 0, changed = true; changed && round <= document.nodes.length + 1; round++) {
    changed = false;
    for (const { from, to } of document.edges) {
      const before = arriving.get(from.node);
      if (before === undefined || to === ENTRY_NODE) continue;
      const node = nodes.get(from.node);
      const met = meet(arriving.get(to), node ? after(before, leavesOf(node, from.outcome)) : before);
      if (met === undefined) continue;
      arriving.set(to, met);
      changed = true;
    }
  }
  const state = arriving.get(nodeId);
  const variables = [...(state?.maybe ?? [])].map(
    ([name, left]) => [name, { ...left, always: state?.always.has(name) ?? false }] as const,
  );
  return { variables: new Map(variables), more: state?.more ?? false };
}

function after(before: State, leaves: readonly Left[] | 'unknown'): State {
  if (leaves === 'unknown') return { ...before, more: true };
  if (leaves.length === 0) return before;
  return {
    always: new Set([...before.always, ...leaves.map(({ name }) => name)]),
    maybe: new Map([...before.maybe, ...leaves.map((left) => [left.name, left] as const)]),
    more: before.more,
  };
}

/** The state with one more way into it; undefined when that changes nothing. */
function meet(known: State | undefined, come: State): State | undefined {
  if (known === undefined) return come;
  const always = new Set([...known.always].filter((name) => come.always.has(name)));
  const fresh = [...come.maybe].filter(([name]) => !known.maybe.has(name));
  const more = known.more || come.more;
  if (always.size === known.always.size && fresh.length === 0 && more === known.more) return undefined;
  return { always, maybe: new Map([...known.maybe, ...fresh]), more };
}
