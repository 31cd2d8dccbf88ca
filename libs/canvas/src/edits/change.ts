import type { Edge, JourneyDocument, JourneyNode } from '@sojourn/journey';

/**
 * What one edit did to a document, as a value: small, invertible, independent of the rest of the document.
 * The history is a list of these, so a thousand steps of undo cost what was touched and not a thousand documents.
 */
export interface Change {
  readonly fields: readonly FieldChange[];
  readonly nodes: readonly ItemChange<JourneyNode>[];
  readonly edges: readonly ItemChange<Edge>[];
}

type Field = Exclude<keyof JourneyDocument, 'nodes' | 'edges' | 'schemaVersion'>;
const FIELDS: readonly Field[] = ['name', 'description', 'timeZone', 'entry', 'exits', 'plugins'];

export interface FieldChange {
  readonly field: Field;
  readonly before: JourneyDocument[Field];
  readonly after: JourneyDocument[Field];
}

/** One item of a list: added (no `before`), removed (no `after`) or replaced in its place. */
export interface ItemChange<T> {
  readonly id: string;
  readonly before?: Placed<T>;
  readonly after?: Placed<T>;
}

interface Placed<T> {
  readonly index: number;
  readonly value: T;
}

/** The change that leads from one document to the other. Items are compared by identity: edits share what they leave alone. */
export function changeBetween(before: JourneyDocument, after: JourneyDocument): Change {
  return {
    fields: FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({
      field,
      before: before[field],
      after: after[field],
    })),
    nodes: itemChanges(before.nodes, after.nodes),
    edges: itemChanges(before.edges, after.edges),
  };
}

export function isEmptyChange(change: Change): boolean {
  return change.fields.length === 0 && change.nodes.length === 0 && change.edges.length === 0;
}

export function invertChange(change: Change): Change {
  return {
    fields: change.fields.map(({ field, before, after }) => ({ field, before: after, after: before })),
    nodes: change.nodes.map(invertItem),
    edges: change.edges.map(invertItem),
  };
}

export function applyChange(change: Change, document: JourneyDocument): JourneyDocument {
  const fields: { [field: string]: unknown } = {};
  for (const { field, after } of change.fields) fields[field] = after;
  const next = {
    ...document,
    ...fields,
    nodes: applyItems(change.nodes, document.nodes),
    edges: applyItems(change.edges, document.edges),
  };
  // An absent field and one that is `undefined` differ in JSON, in equality and in diffs.
  for (const { field, after } of change.fields) if (after === undefined) delete next[field as 'description'];
  return next;
}

function itemChanges<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): ItemChange<T>[] {
  if (before === after) return [];
  const changes: ItemChange<T>[] = [];
  const left = new Map(before.map((value, index) => [value.id, { index, value }]));
  after.forEach((value, index) => {
    const old = left.get(value.id);
    left.delete(value.id);
    if (old === undefined) changes.push({ id: value.id, after: { index, value } });
    else if (old.value !== value) changes.push({ id: value.id, before: old, after: { index, value } });
  });
  for (const [id, old] of left) changes.push({ id, before: old });
  return changes;
}

function invertItem<T>({ id, before, after }: ItemChange<T>): ItemChange<T> {
  return { id, ...(after && { before: after }), ...(before && { after: before }) };
}

function applyItems<T extends { readonly id: string }>(
  changes: readonly ItemChange<T>[],
  list: readonly T[],
): readonly T[] {
  if (changes.length === 0) return list;
  const byId = new Map(changes.map((change) => [change.id, change]));
  const next: T[] = [];
  for (const item of list) {
    const change = byId.get(item.id);
    if (change === undefined) next.push(item);
    else if (change.after !== undefined) next.push(change.after.value);
  }
  const added = changes.filter((change) => change.before === undefined && change.after !== undefined);
  // Ascending, so that each lands at the place it has in the finished list.
  added.sort((a, b) => (a.after?.index ?? 0) - (b.after?.index ?? 0));
  for (const { after } of added) if (after) next.splice(after.index, 0, after.value);
  return next;
}
