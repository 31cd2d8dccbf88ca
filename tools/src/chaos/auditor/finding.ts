/** A promise of docs/chaos.md that was not kept. */
export interface Finding {
  /** P1, P2...: the table in docs/chaos.md. */
  readonly promise: string;
  readonly what: string;
  readonly count: number;
  readonly sample: unknown;
}

/** Nothing when there are no culprits, else one finding with the first few of them. */
export function finding(promise: string, what: string, culprits: readonly unknown[]): Finding[] {
  return culprits.length === 0 ? [] : [{ promise, what, count: culprits.length, sample: culprits.slice(0, 5) }];
}

/** The keys that occur more than once, with how often. */
export function repeated<T>(items: Iterable<T>, keyOf: (item: T) => string): [string, number][] {
  const times = new Map<string, number>();
  for (const item of items) times.set(keyOf(item), (times.get(keyOf(item)) ?? 0) + 1);
  return [...times].filter(([, count]) => count > 1);
}
