import { type Brought, defineNode, drop, type Json } from '@sojourn/plugin-sdk/engine';

export interface Config {
  readonly minimum: number;
}

type Read = { readonly id: string; readonly customer: string; readonly total: number; readonly at: number };

/** Asked for every so often, or told at once: an order that comes both ways has one id and is stored once. */
export const orders = defineNode<Config>({
  async poll(ctx, { config, cursor }) {
    const after = typeof cursor === 'string' ? cursor : '';
    const [answer] = await ctx.http.requestAll([
      { method: 'GET', url: `https://api.example.com/v1/orders?after=${after}`, credential: 'account' },
    ]);
    // Nothing new is known, so the cursor stays where it is and the next round asks again.
    if (answer === undefined || 'error' in answer || answer.status !== 200) return { cursor, events: [] };
    const found = listIn(answer.body);
    return { cursor: found.at(-1)?.id ?? cursor, events: broughtOf(found, config) };
  },

  receive: (_ctx, { config, request }) => ({ events: broughtOf(listIn({ orders: [request.body] }), config) }),

  /** A trigger stands on no way, so nobody comes here. */
  execute: (_ctx, { items }) => items.map((item) => drop(item)),
});

function broughtOf(found: readonly Read[], { minimum }: Config): Brought['events'] {
  return found
    .filter(({ total }) => total >= minimum)
    .map(({ id, customer, total, at }) => ({
      id: `order-${id}`,
      type: 'Order Placed',
      userId: customer,
      occurredAt: at,
      properties: { order: id, total },
    }));
}

/** What the other side sends is data of others: whatever is not an order is left out. */
function listIn(body: Json): readonly Read[] {
  const list = typeof body === 'object' && body !== null ? (Reflect.get(body, 'orders') as unknown) : undefined;
  return Array.isArray(list) ? list.filter(isOrder) : [];
}

function isOrder(value: unknown): value is Read {
  if (typeof value !== 'object' || value === null) return false;
  const { id, customer, total, at } = value as Partial<Read>;
  return typeof id === 'string' && typeof customer === 'string' && typeof total === 'number' && typeof at === 'number';
}
