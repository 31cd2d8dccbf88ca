import type { JsonObject } from '@sojourn/kernel';
import { ENTRY_NODE } from './document.js';

/**
 * The parts of a document that can be read although others are broken: a draft with one bad field
 * still deserves to hear about its graph. Indexes are those of the document, for pointers.
 */
export interface Reading {
  readonly nodes: readonly ReadNode[];
  readonly edges: readonly ReadEdge[];
  readonly entryRules: readonly ReadPart[];
  readonly exits: readonly ReadPart[];
}
export interface ReadNode {
  readonly index: number;
  readonly id: string;
  readonly type: string;
  /** Empty when the author gave none. */
  readonly title: string;
  /** Undefined when it is no object. */
  readonly config: JsonObject | undefined;
}
export interface ReadEdge {
  readonly index: number;
  readonly id: string;
  readonly from: string;
  readonly outcome: string;
  readonly to: string;
}
export interface ReadPart {
  readonly index: number;
  readonly value: JsonObject;
}

export function read(document: JsonObject): Reading {
  return {
    nodes: parts(document['nodes']).flatMap(({ index, value }) => {
      const { id, type, title, config } = value;
      if (typeof id !== 'string' || typeof type !== 'string') return [];
      return [
        {
          index,
          id,
          type,
          title: typeof title === 'string' ? title.trim() : '',
          config: isObject(config) ? config : undefined,
        },
      ];
    }),
    edges: parts(document['edges']).flatMap(({ index, value }) => {
      const { id, from, to } = value;
      if (typeof id !== 'string' || typeof to !== 'string' || !isObject(from)) return [];
      const { node, outcome } = from;
      return typeof node === 'string' && typeof outcome === 'string' ? [{ index, id, from: node, outcome, to }] : [];
    }),
    entryRules: parts(isObject(document['entry']) ? document['entry']['rules'] : undefined),
    exits: parts(document['exits']),
  };
}

/** Node ids that a run can come to, the entry card included. */
export function reachable(edges: readonly ReadEdge[]): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const ways = next.get(from);
    if (ways) ways.push(to);
    else next.set(from, [to]);
  }
  const seen = new Set([ENTRY_NODE]);
  const ahead = [ENTRY_NODE];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    for (const to of next.get(id) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      ahead.push(to);
    }
  }
  return seen;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parts(list: unknown): readonly ReadPart[] {
  return Array.isArray(list)
    ? list.flatMap((value: unknown, index) => (isObject(value) ? [{ index, value }] : []))
    : [];
}
