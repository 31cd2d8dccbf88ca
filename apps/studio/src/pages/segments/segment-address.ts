import type { Condition } from '@sojourn/rules';

/** The condition as the address's hash, so that a link carries it. */
export function addressOf(condition: Condition | undefined): string {
  const { pathname, search } = window.location;
  return `${pathname}${search}${condition ? `#${encodeURIComponent(JSON.stringify(condition))}` : ''}`;
}

/** Undefined for a hash that is not one of ours. */
export function conditionFrom(hash: string): Condition | undefined {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(hash.slice(1)));
    return value !== null && typeof value === 'object' && 'op' in value ? (value as Condition) : undefined;
  } catch {
    return undefined;
  }
}
