import type { JourneyDocument, JourneyNode } from '@sojourn/journey';
import type { JsonObject } from '../words.js';

export function changeConfig(document: JourneyDocument, nodeId: string, config: JsonObject): JourneyDocument {
  return changeNode(document, nodeId, (node) => (sameJson(node.config, config) ? node : { ...node, config }));
}

/** An empty title falls back to the node type's own. */
export function changeTitle(document: JourneyDocument, nodeId: string, title: string): JourneyDocument {
  return changeNode(document, nodeId, (node) => {
    const { title: old, ...rest } = node;
    if ((old ?? '') === title) return node;
    return title === '' ? rest : { ...rest, title };
  });
}

/** What becomes of people whom the step's plugin cannot serve; `park`, which is what happens unasked, is not written down. */
export function changeWhenUnavailable(
  document: JourneyDocument,
  nodeId: string,
  choice: NonNullable<JourneyNode['whenUnavailable']>,
): JourneyDocument {
  return changeNode(document, nodeId, (node) => {
    const { whenUnavailable: old = 'park', ...rest } = node;
    if (old === choice) return node;
    return choice === 'park' ? rest : { ...rest, whenUnavailable: choice };
  });
}

/**
 * Puts another node type in a node's place, under the same id. Edges whose outcome the new type also has stay;
 * a lone edge moves to the new type's first outcome; the others go.
 */
export function replaceType(
  document: JourneyDocument,
  nodeId: string,
  type: string,
  config: JsonObject,
  outcomes: readonly string[],
): JourneyDocument {
  const node = document.nodes.find((one) => one.id === nodeId);
  if (node === undefined || node.type === type) return document;
  const leaving = document.edges.filter((edge) => edge.from.node === nodeId);
  const [first] = outcomes;
  const edges = document.edges.flatMap((edge) => {
    if (edge.from.node !== nodeId || outcomes.includes(edge.from.outcome)) return [edge];
    if (leaving.length === 1 && first !== undefined) return [{ ...edge, from: { node: nodeId, outcome: first } }];
    return [];
  });
  const next = changeNode(document, nodeId, ({ id, position }) => ({ id, type, config, position }));
  return { ...next, edges };
}

function changeNode(
  document: JourneyDocument,
  nodeId: string,
  change: (node: JourneyNode) => JourneyNode,
): JourneyDocument {
  let changed = false;
  const nodes = document.nodes.map((node) => {
    if (node.id !== nodeId) return node;
    const next = change(node);
    changed ||= next !== node;
    return next;
  });
  return changed ? { ...document, nodes } : document;
}

function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
