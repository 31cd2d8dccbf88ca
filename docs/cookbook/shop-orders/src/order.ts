import type { Brought, Json } from '@sojourn/plugin-sdk/engine';

/** An order as the shop tells it; amounts are in fen. */
export interface Order {
  readonly order_no: string;
  readonly status: string;
  readonly amount_fen: number;
  /** Epoch milliseconds. */
  readonly updated_at: number;
  readonly buyer: { readonly id: string; readonly phone?: string };
}

/** Which states of an order are an event, and which. */
const EVENTS: { readonly [status: string]: string } = {
  PAID: 'Order Paid',
  FINISHED: 'Order Completed',
  REFUNDED: 'Order Refunded',
};

/** An order is told again whenever its state changes: order and state together name the event. */
export function eventsOf(orders: readonly Order[], minimum: number): Brought['events'] {
  return orders.flatMap(({ order_no: order, status, amount_fen: fen, updated_at: occurredAt, buyer }) => {
    const type = EVENTS[status];
    if (type === undefined || fen < minimum * 100) return [];
    const phone = buyer.phone === undefined ? {} : { phone: buyer.phone };
    return [{ id: `${order}:${status}`, type, userId: buyer.id, ...phone, occurredAt, properties: { order, amount: fen / 100 } }]; // prettier-ignore
  });
}

/** What comes from outside is data of others: whatever is no order of somebody is left out. */
export function ordersIn(value: Json | undefined): readonly Order[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isOrder) : [];
}

function isOrder(value: unknown): value is Order {
  if (typeof value !== 'object' || value === null) return false;
  const { order_no, status, amount_fen, updated_at, buyer } = value as Partial<Order>;
  const isKnown = typeof buyer === 'object' && buyer !== null && typeof buyer.id === 'string' && buyer.id !== '';
  return isKnown && typeof order_no === 'string' && typeof status === 'string' && Number.isFinite(amount_fen) && Number.isFinite(updated_at); // prettier-ignore
}

/** A field of a JSON object; undefined when there is none. */
export function field(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [key: string]: Json })[name] : undefined;
}
