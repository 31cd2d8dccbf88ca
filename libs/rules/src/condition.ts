import type { Json } from '@sojourn/kernel';

/**
 * The one language for "who" and "when": segments, entry filters, exits, branches.
 * A condition is data. It has two readings that a property test holds equal:
 * `evaluate` (a predicate over facts in memory) and `toSql` (a WHERE clause over the store).
 */
export type Condition =
  | { readonly op: 'all'; readonly conditions: readonly Condition[] } // empty: true
  | { readonly op: 'any'; readonly conditions: readonly Condition[] } // empty: false
  | { readonly op: 'not'; readonly condition: Condition }
  | AttributeCondition
  | TagCondition
  | EventCondition
  | PayloadCondition;

/** Compares one attribute of the contact, by dotted path: `city`, `address.city`. */
export interface AttributeCondition extends Comparison {
  readonly op: 'attribute';
  readonly path: string;
}

export interface TagCondition {
  readonly op: 'tag';
  readonly tag: string;
  readonly is: 'present' | 'absent';
}

/**
 * Aggregates the contact's past events of one type and compares the number.
 * `count` counts events; `sum`, `min`, `max`, `average` read the numeric property at `property`
 * and pass over events without a number there; with none left, `sum` is 0 and the others make the comparison false.
 * `distinct` counts different values (of any scalar type) at `property`.
 * `sum` and `average` are exact to a millionth (ten times 0.1 is 1) and pass over numbers beyond ±10^12.
 */
export interface EventCondition {
  readonly op: 'event';
  readonly event: string;
  /** Only events whose payload meets all of these count. */
  readonly where?: readonly PayloadCondition[];
  /** Only events of the last so-many count: `occurredAt > now - within` and `occurredAt <= now`. Absent: all history. */
  readonly within?: Span;
  readonly aggregate: 'count' | 'sum' | 'min' | 'max' | 'average' | 'distinct';
  /** Dotted path into the payload; needed by every aggregate but `count`. */
  readonly property?: string;
  readonly is: 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte';
  readonly value: number;
}

/** Compares one property of the event at hand, by dotted path. False when there is no event at hand. */
export interface PayloadCondition extends Comparison {
  readonly op: 'payload';
  readonly path: string;
}

/** A fixed span: 24-hour days. Calendar days belong to waits, not to conditions. */
export interface Span {
  readonly amount: number;
  readonly unit: 'minutes' | 'hours' | 'days' | 'weeks';
}

/**
 * Comparison is by type, without coercion: a number never equals its text, `gt` on a text and a number is false.
 * Text is compared by code point. `exists`/`missing` take no value (null counts as missing);
 * `eq`/`neq` take a scalar, `gt` to `lte` a number or a text, `in`/`notIn` take a list of scalars; `contains`, `startsWith`, `endsWith` take text (`contains` on a list means membership);
 * `before`/`after` take an ISO 8601 instant or date and read the attribute as one; a missing or unreadable side makes
 * every comparison false except `neq`, `notIn`, `notContains` and `missing`, which are the negations of their twins.
 */
export interface Comparison {
  readonly is: Comparator;
  readonly value?: Json;
}

export type Comparator =
  | 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte'
  | 'in' | 'notIn'
  | 'contains' | 'notContains' | 'startsWith' | 'endsWith'
  | 'before' | 'after'
  | 'exists' | 'missing'; // prettier-ignore
