import {
  ENTRY_NODE,
  SCHEMA_VERSION,
  type Edge,
  type JourneyDocument,
  type JourneyNode,
  type Point,
} from '@sojourn/journey';

/** What the clipboard carries as JSON text: steps of a journey and the edges among them. */
export interface Clipping {
  readonly sojourn: 'steps';
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly nodes: readonly JourneyNode[];
  readonly edges: readonly Edge[];
}

export function clip(document: JourneyDocument, nodeIds: readonly string[]): Clipping | undefined {
  const wanted = new Set(nodeIds);
  const nodes = document.nodes.filter((node) => wanted.has(node.id));
  if (nodes.length === 0) return undefined;
  const edges = document.edges.filter((edge) => wanted.has(edge.from.node) && wanted.has(edge.to));
  return { sojourn: 'steps', schemaVersion: SCHEMA_VERSION, nodes, edges };
}

/** Reads a clipping out of clipboard text; undefined for anything else that people carry in clipboards. */
export function parseClipping(text: string): Clipping | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // ordinary text on the clipboard is no error
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { sojourn, schemaVersion, nodes, edges } = value as { [key: string]: unknown };
  if (sojourn !== 'steps' || schemaVersion !== SCHEMA_VERSION || !Array.isArray(nodes) || !Array.isArray(edges))
    return undefined;
  return nodes.every(isNode) && edges.every(isEdge) ? { sojourn, schemaVersion, nodes, edges } : undefined;
}

/** Adds the clipping's steps with fresh ids, its top left corner at `at`. */
export function paste(
  document: JourneyDocument,
  clipping: Clipping,
  at: Point,
  freshId: (kind: string) => string,
): { readonly document: JourneyDocument; readonly pasted: readonly string[] } {
  const left = Math.min(...clipping.nodes.map((node) => node.position.x));
  const top = Math.min(...clipping.nodes.map((node) => node.position.y));
  const ids = new Map(clipping.nodes.map((node) => [node.id, freshId(node.type)]));
  const nodes = clipping.nodes.map((node) => ({
    ...node,
    id: ids.get(node.id) ?? node.id, // every node of the clipping was given one
    position: { x: Math.round(node.position.x - left + at.x), y: Math.round(node.position.y - top + at.y) },
  }));
  const edges = clipping.edges.flatMap((edge) => {
    const from = ids.get(edge.from.node);
    const to = ids.get(edge.to);
    return from && to ? [{ id: freshId('edge'), from: { node: from, outcome: edge.from.outcome }, to }] : [];
  });
  return {
    document: { ...document, nodes: [...document.nodes, ...nodes], edges: [...document.edges, ...edges] },
    pasted: nodes.map((node) => node.id),
  };
}

const ID = /^[A-Za-z0-9_-]{1,64}$/;

function isNode(value: unknown): value is JourneyNode {
  if (typeof value !== 'object' || value === null) return false;
  const { id, type, config, position, title } = value as { [key: string]: unknown };
  const point = position as { x?: unknown; y?: unknown } | null | undefined;
  return (
    typeof id === 'string' && ID.test(id) && id !== ENTRY_NODE &&
    typeof type === 'string' &&
    (title === undefined || typeof title === 'string') &&
    typeof config === 'object' && config !== null && !Array.isArray(config) &&
    Number.isFinite(point?.x) && Number.isFinite(point?.y)
  ); // prettier-ignore
}

function isEdge(value: unknown): value is Edge {
  if (typeof value !== 'object' || value === null) return false;
  const { from, to } = value as { from?: { node?: unknown; outcome?: unknown } | null; to?: unknown };
  return typeof to === 'string' && typeof from?.node === 'string' && typeof from.outcome === 'string';
}
