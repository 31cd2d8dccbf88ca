import type { EventFact } from '@sojourn/plugin-sdk/engine';

const DAY = 86_400_000;

export interface Behaviour {
  readonly viewed: readonly EventFact[];
  readonly added: readonly EventFact[];
  readonly bought: readonly EventFact[];
}

export interface Ranked {
  readonly sku: string;
  readonly score: number;
  /** Days since it was bought last; absent when it never was. */
  readonly boughtDaysAgo?: number;
}

/** A product in the cart says as much as so many looks; one that is due again comes before both. */
const CART = 4;
const DUE = 100;

/** Products, best first. Old interest counts less; what was bought lately is not among them. */
export function ranking(
  { viewed, added, bought }: Behaviour,
  { now, dueDays, halfLifeDays }: { readonly now: number; readonly dueDays: number; readonly halfLifeDays: number },
): readonly Ranked[] {
  const scores = new Map<string, number>();
  const count = (events: readonly EventFact[], weight: number): void => {
    for (const event of events) {
      const sku = skuOf(event);
      if (sku === undefined) continue;
      const age = (now - event.occurredAt) / (halfLifeDays * DAY);
      scores.set(sku, (scores.get(sku) ?? 0) + weight * 0.5 ** age);
    }
  };
  count(viewed, 1);
  count(added, CART);
  // Oldest first, so that the last one stays.
  const last = new Map(bought.flatMap((event) => [[skuOf(event) ?? '', event.occurredAt] as const]));
  for (const [sku, at] of last) {
    if (sku === '') continue;
    if (now - at < dueDays * DAY) scores.delete(sku);
    else scores.set(sku, (scores.get(sku) ?? 0) + DUE);
  }
  const ranked = [...scores].map(([sku, score]): Ranked => {
    const at = last.get(sku);
    const days = at === undefined ? {} : { boughtDaysAgo: Math.floor((now - at) / DAY) };
    return { sku, score: Math.round(score * 100) / 100, ...days };
  });
  // Equal scores are ordered by name, so that the answer is the same on every machine.
  return ranked.sort((a, b) => b.score - a.score || (a.sku < b.sku ? -1 : 1));
}

function skuOf({ properties }: EventFact): string | undefined {
  const sku = properties['sku'];
  return typeof sku === 'string' && sku !== '' ? sku : undefined;
}
