import type { JsonObject } from '@sojourn/kernel';
import { itemFrom, project, type ItemData, type Projection } from '@sojourn/plugin-sdk';
import type { Item } from '@sojourn/plugin-sdk/engine';

/** What the node declares, of the 40 attributes that each contact has. */
const FIELDS = [
  'first_name',
  'last_name',
  'city',
  'plan',
  'visits',
  'spend',
  'last_order',
  'newsletter',
  'birthday',
  'score',
];
const PROJECTION: Projection = {
  identities: new Set(),
  attributes: new Set(FIELDS),
  tags: false,
  variables: new Set(),
  event: false,
  events: new Map(),
  heard: new Set(),
};
export const AT = Date.UTC(2026, 2, 1, 9);
const CITIES = ['Paris', 'São Paulo', '北京', 'Lagos', 'Kraków'];

/** Contacts at a node, as the engine has them in its hands. */
export function itemsOf(count: number): Item[] {
  return Array.from({ length: count }, (_, key) => {
    const attributes: Record<string, string | number | boolean> = {
      first_name: `Given ${key}`,
      last_name: `Family ${key % 89}`,
      city: CITIES[key % CITIES.length]!, // within the list
      plan: key % 2 === 0 ? 'pro' : 'free',
      visits: key % 97,
      spend: (key * 137) / 100,
      last_order: AT - key * 3_600_000,
      newsletter: key % 3 === 0,
      birthday: `1990-04-${String((key % 28) + 1).padStart(2, '0')}`,
      score: key / 8,
    };
    for (let i = 0; i < 30; i++) attributes[`other_${i}`] = `${key}:${i}`;
    return itemFrom({
      key,
      runId: key + 1,
      visit: 1,
      at: AT,
      arrivedAt: AT,
      timeZone: 'UTC',
      contact: { id: key, email: `someone.${key}@example.test`, attributes, tags: [] },
      variables: {},
      wake: { kind: 'arrived' },
      history: {},
    } satisfies ItemData);
  });
}

/** What crosses of an item, by the product's own projection. */
export function crossing(item: Item): ItemData {
  return project(item, PROJECTION);
}

/** What a script of the canvas is handed of it. */
export function inputOf(item: Item): JsonObject {
  const { contact, variables, at, visit } = crossing(item);
  // A contact's fields are JSON.
  return { contact: contact as unknown as JsonObject, variables, at, visit };
}
