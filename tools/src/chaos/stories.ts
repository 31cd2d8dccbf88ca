import type { Random } from '@sojourn/kernel';

/** One call of the tracking API, and when it is meant to be sent: milliseconds from the start. */
export interface Item {
  readonly at: number;
  readonly tenant: string;
  readonly messageId: string;
  readonly userId: string;
  readonly type: 'track' | 'identify';
  readonly event?: string;
  readonly properties?: object;
  readonly traits?: object;
}

export const TENANTS = ['a', 'b'] as const;

const USERS = 120;
const POISONED = 6;

/** What everybody does in `seconds`, in order of time: `perSecond` calls, a quarter of them in the second tenant. */
export function stories(random: Random, seconds: number, perSecond: number): readonly Item[] {
  const items: Item[] = [];
  let count = 0;
  const add = (at: number, tenant: string, userId: string, event: string, properties: object = {}): void => {
    items.push({ at, tenant, messageId: `m${++count}`, userId, type: 'track', event, properties });
  };
  for (const tenant of TENANTS)
    for (let i = 0; i < POISONED; i++)
      items.push({ at: 0, tenant, messageId: `p${tenant}${i}`, userId: poisoned(tenant, i), type: 'identify', traits: { poison: i % 2 === 0 ? 'node' : 'commit' } }); // prettier-ignore

  for (const tenant of TENANTS)
    for (let i = 0; i < USERS; i++)
      items.push({ at: 0, tenant, messageId: `e${tenant}${i}`, userId: `${tenant}-u${i}`, type: 'identify', traits: { email: `${tenant}-u${i}@example.test` } }); // prettier-ignore
  const identified = items.length;

  for (let story = 0; items.length < identified + seconds * perSecond; story++) {
    const at = random.int(seconds * 1_000);
    const tenant = random.next() < 0.75 ? 'a' : 'b';
    const user = `${tenant}-u${random.int(USERS)}`;
    const kind = random.next();
    if (kind < 0.4) {
      const orderId = `${tenant}-o${story}`;
      add(at, tenant, user, 'order', { orderId });
      if (random.next() < 0.75) add(at + random.int(5_000), tenant, user, 'pay', { orderId });
    } else if (kind < 0.7) {
      const k = `${tenant}-k${story}`;
      add(at, tenant, user, 'go', { k });
      if (random.next() < 0.85) add(at + random.int(random.next() < 0.5 ? 60 : 1_500), tenant, user, 'reply', { k });
    } else if (kind < 0.9) {
      add(at, tenant, user, 'subscribe');
      for (let i = random.int(4); i > 0; i--) add(at + random.int(8_000), tenant, user, 'ping');
      if (random.next() < 0.2) add(at + random.int(8_000), tenant, user, 'cancel');
    } else {
      const someone = random.next() < 0.4 ? poisoned(tenant, random.int(POISONED)) : user;
      add(at, tenant, someone, 'trap', { k: `${tenant}-t${story}` });
    }
  }
  return items.sort((one, other) => one.at - other.at);
}

const poisoned = (tenant: string, i: number): string => `${tenant}-poison${i}`;
