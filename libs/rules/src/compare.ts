import type { Json } from '@sojourn/kernel';
import type { Comparator, Comparison } from './condition.js';
import { readMoment } from './moment.js';
import { compareText } from './text.js';

/** A comparison made ready: says of a value, undefined when missing, whether it holds. */
export type ValueTest = (value: Json | undefined) => boolean;

/** The comparators that are negations, each of its twin. */
export const TWINS: Readonly<Partial<Record<Comparator, Comparator>>> = {
  neq: 'eq',
  notIn: 'in',
  notContains: 'contains',
  missing: 'exists',
};

export function valueTest({ is, value }: Comparison): ValueTest {
  const twin = TWINS[is];
  if (twin) {
    const test = positive(twin, value);
    return (given) => !test(given);
  }
  return positive(is, value);
}

const never: ValueTest = () => false;

function positive(is: Comparator, wanted: Json | undefined): ValueTest {
  switch (is) {
    case 'exists':
      return (given) => given !== undefined;
    case 'eq':
      return isScalar(wanted) ? (given) => given === wanted : never;
    case 'in': {
      const set = new Set<unknown>(Array.isArray(wanted) ? wanted.filter(isScalar) : []);
      return (given) => set.has(given);
    }
    case 'gt':
      return ordered(wanted, (order) => order > 0);
    case 'gte':
      return ordered(wanted, (order) => order >= 0);
    case 'lt':
      return ordered(wanted, (order) => order < 0);
    case 'lte':
      return ordered(wanted, (order) => order <= 0);
    case 'before':
      return moments(wanted, (given, limit) => given < limit);
    case 'after':
      return moments(wanted, (given, limit) => given > limit);
    default:
      return typeof wanted === 'string' ? textual(is, wanted) : never;
  }
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function ordered(wanted: Json | undefined, holds: (order: number) => boolean): ValueTest {
  if (typeof wanted === 'number') return (given) => typeof given === 'number' && holds(given - wanted);
  if (typeof wanted === 'string') return (given) => typeof given === 'string' && holds(compareText(given, wanted));
  return never;
}

function moments(wanted: Json | undefined, holds: (given: number, limit: number) => boolean): ValueTest {
  const limit = typeof wanted === 'string' ? readMoment(wanted) : null;
  if (limit === null) return never;
  return (given) => {
    const moment = typeof given === 'string' ? readMoment(given) : null;
    return moment !== null && holds(moment, limit);
  };
}

function textual(is: Comparator, wanted: string): ValueTest {
  switch (is) {
    case 'contains':
      return (given) => (typeof given === 'string' || Array.isArray(given)) && given.includes(wanted);
    case 'startsWith':
      return (given) => typeof given === 'string' && given.startsWith(wanted);
    case 'endsWith':
      return (given) => typeof given === 'string' && given.endsWith(wanted);
    default:
      return never;
  }
}
