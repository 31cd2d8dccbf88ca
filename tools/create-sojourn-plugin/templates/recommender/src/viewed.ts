import { defineNode, type EventFact, to } from '@sojourn/plugin-sdk/engine';

export interface Config {
  readonly event: string;
  readonly property: string;
  readonly limit: number;
}

/** After this long a look counts half. */
const HALF_LIFE = 7 * 86_400_000;

/** An ordered list: each look counts, an old one less than a new one. */
export const viewed = defineNode<Config>({
  execute: (_ctx, { config: { event, property, limit }, items }) =>
    items.map((item) => {
      const ranked = ranking(item.history(event), property, item.at);
      const [first] = ranked;
      return first === undefined
        ? to(item, 'nothing', { why: { code: 'nothing', params: { event } } })
        : to(item, 'recommended', {
            output: { recommended: ranked.slice(0, limit) },
            why: { code: 'recommended', params: { first, count: ranked.length } },
          });
    }),
});

function ranking(looks: readonly EventFact[], property: string, now: number): string[] {
  const scores = new Map<string, number>();
  for (const { properties, occurredAt } of looks) {
    const product = properties[property];
    if (typeof product !== 'string') continue;
    scores.set(product, (scores.get(product) ?? 0) + 0.5 ** ((now - occurredAt) / HALF_LIFE));
  }
  // Equal scores are ordered by name, so that the answer is the same on every machine.
  return [...scores].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([product]) => product);
}
