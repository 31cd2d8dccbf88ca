import type {
  AttributeCondition, Comparator, Condition, EventCondition, PayloadCondition, TagCondition,
} from '@sojourn/rules'; // prettier-ignore

/**
 * How the builder sees a condition: groups within groups, each with one of three moods.
 * `none` stands for "not any of"; it is what `not` becomes, so that no row needs a switch of its own.
 */
export interface Group {
  readonly mode: GroupMode;
  readonly items: readonly Item[];
}
export type GroupMode = 'all' | 'any' | 'none';
export type Row = AttributeCondition | TagCondition | EventCondition | PayloadCondition;
export type Item = Group | Row;
/** Indices from the root group down. */
export type Path = readonly number[];
export type RowKind = Row['op'];
export type ValueKind = 'text' | 'number' | 'boolean';
export type Scalar = string | number | boolean;
/** What a comparison compares with; undefined where it takes nothing. */
export type Value = Scalar | readonly Scalar[] | undefined;

export function isGroup(item: Item): item is Group {
  return 'mode' in item;
}

/** Any condition as a root group; nothing yet is an empty "all". */
export function toGroup(condition: Condition | undefined): Group {
  if (!condition) return { mode: 'all', items: [] };
  const item = toItem(condition);
  return isGroup(item) ? item : { mode: 'all', items: [item] };
}

function toItem(condition: Condition): Item {
  switch (condition.op) {
    case 'all':
    case 'any':
      return { mode: condition.op, items: condition.conditions.map(toItem) };
    case 'not': {
      const inner = toItem(condition.condition);
      // "not any of …" keeps its list; every other denial becomes a list of one.
      return { mode: 'none', items: isGroup(inner) && inner.mode === 'any' ? inner.items : [inner] };
    }
    default:
      return condition;
  }
}

export function toCondition(group: Group): Condition {
  const conditions = group.items.map((item) => (isGroup(item) ? toCondition(item) : item));
  if (group.mode === 'none') return { op: 'not', condition: { op: 'any', conditions } };
  return { op: group.mode, conditions };
}

/** The same tree with the item at `path` changed; undefined takes it out. The root is `[]` and cannot be taken out. */
export function change(group: Group, path: Path, to: (item: Item) => Item | undefined): Group {
  const [index, ...rest] = path;
  if (index === undefined) {
    const next = to(group);
    return next && isGroup(next) ? next : group;
  }
  const items = group.items.flatMap((item, at) => {
    if (at !== index) return [item];
    if (rest.length > 0) return isGroup(item) ? [change(item, rest, to)] : [item];
    const next = to(item);
    return next ? [next] : [];
  });
  return { ...group, items };
}

export function append(group: Group, path: Path, added: Item): Group {
  return change(group, path, (item) => (isGroup(item) ? { ...item, items: [...item.items, added] } : item));
}

export function blank(kind: RowKind): Row {
  switch (kind) {
    case 'attribute':
      return { op: 'attribute', path: '', is: 'eq', value: '' };
    case 'tag':
      return { op: 'tag', tag: '', is: 'present' };
    case 'event':
      return { op: 'event', event: '', aggregate: 'count', is: 'gte', value: 1 };
    case 'payload':
      return { op: 'payload', path: '', is: 'eq', value: '' };
  }
}

const COMPARATORS: Readonly<Record<ValueKind, readonly Comparator[]>> = {
  text: [
    'eq',
    'neq',
    'in',
    'notIn',
    'contains',
    'notContains',
    'startsWith',
    'endsWith',
    'before',
    'after',
    'exists',
    'missing',
  ],
  number: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'exists', 'missing'],
  boolean: ['eq', 'neq', 'exists', 'missing'],
};

/** What can be asked of a value of this kind; the one in use is always among them. */
export function comparators(kind: ValueKind, inUse: Comparator): readonly Comparator[] {
  const list = COMPARATORS[kind];
  return list.includes(inUse) ? list : [...list, inUse];
}

export const NUMERIC_COMPARATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const;

/** Nothing is coerced when a condition is read, so the kind of the value must fit what the attribute holds. */
export function kindOf(value: unknown, sample?: unknown): ValueKind {
  const known = Array.isArray(value) ? value[0] : value;
  for (const candidate of known === '' || known === undefined || known === null ? [sample] : [known, sample]) {
    if (typeof candidate === 'number') return 'number';
    if (typeof candidate === 'boolean') return 'boolean';
    if (typeof candidate === 'string') return 'text';
  }
  return typeof sample === 'number' ? 'number' : typeof sample === 'boolean' ? 'boolean' : 'text';
}

export function takesNoValue(is: Comparator): boolean {
  return is === 'exists' || is === 'missing';
}

export function takesList(is: Comparator): boolean {
  return is === 'in' || is === 'notIn';
}

/** The value that suits a comparator and kind, keeping what can be kept of the old one. */
export function fitValue(value: unknown, is: Comparator, kind: ValueKind): Value {
  if (takesNoValue(is)) return undefined;
  const scalars = (Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value])
    .map((one) => fitScalar(one, kind))
    .filter((one) => one !== undefined);
  if (takesList(is)) return scalars;
  return scalars[0] ?? (kind === 'boolean' ? true : kind === 'number' ? 0 : '');
}

function fitScalar(value: unknown, kind: ValueKind): Scalar | undefined {
  if (value === null || value === undefined) return undefined;
  if (kind === 'text') return typeof value === 'object' ? undefined : String(value);
  if (kind === 'boolean') return typeof value === 'boolean' ? value : value === 'true';
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** Whether every row says enough to be asked; the engine would refuse the others. */
export function isComplete(item: Item): boolean {
  if (isGroup(item)) return item.items.every(isComplete);
  switch (item.op) {
    case 'tag':
      return item.tag !== '';
    case 'event':
      return (
        item.event !== '' &&
        (item.aggregate === 'count' || !!item.property) &&
        Number.isFinite(item.value) &&
        (item.where ?? []).every(isComplete)
      );
    default:
      return item.path !== '' && (takesNoValue(item.is) || hasValue(item.value));
  }
}

function hasValue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
}

/** How many rows stand in the tree, groups not counted. */
export function rowCount(item: Item): number {
  return isGroup(item) ? item.items.reduce((sum, one) => sum + rowCount(one), 0) : 1;
}
