import { DAY, HOUR, MINUTE, seededRandom, type JsonObject, type Random } from '@sojourn/kernel';
import type { Persona, Person } from './people.js';

export interface DemoEvent {
  readonly messageId: string;
  readonly userId: string;
  readonly type: string;
  readonly at: number;
  readonly properties: JsonObject;
}

/** Visits a week, and the chances that a visit fills a cart, and that a cart becomes an order at once or later. */
const HABITS: Readonly<
  Record<Persona, { visits: number; cart: number; buyNow: number; buyLater: number; spend: number }>
> = {
  loyal: { visits: 3, cart: 0.5, buyNow: 0.6, buyLater: 0.4, spend: 260 },
  dealHunter: { visits: 2.2, cart: 0.45, buyNow: 0.3, buyLater: 0.45, spend: 120 },
  browser: { visits: 1.2, cart: 0.18, buyNow: 0.25, buyLater: 0.2, spend: 150 },
  dormant: { visits: 0.2, cart: 0.1, buyNow: 0.3, buyLater: 0.1, spend: 110 },
};

const GOODS: readonly (readonly [sku: string, name: string, price: number])[] = [
  ['tea-01', '云雾绿茶', 128], ['tea-02', '桂花乌龙', 98], ['cup-01', '手作茶杯', 168], ['set-01', '旅行茶具', 299],
  ['gift-01', '节气礼盒', 398], ['snack-01', '茶香酥', 49], ['candle-01', '松烟香薰', 139], ['tea-03', '陈年普洱', 268],
]; // prettier-ignore

/** China sleeps from one to six and shops at noon and in the evening: weights by the hour, UTC+8. */
const HOURS = [3, 1, 1, 1, 1, 1, 2, 4, 6, 7, 7, 8, 10, 8, 6, 6, 6, 7, 9, 11, 13, 14, 11, 6];

/** Everything a shopper does from `from` (or from joining) to `until`, in order of time. */
export function eventsOf(seed: string, shopper: Person, from: number, until: number): DemoEvent[] {
  const random = seededRandom(`${seed}:life:${shopper.userId}:${from}`);
  const events: DemoEvent[] = [];
  const add = (type: string, at: number, properties: JsonObject): void => {
    if (at >= from && at < until)
      events.push({ messageId: `${shopper.userId}:${type}:${at}`, userId: shopper.userId, type, at, properties });
  };
  if (shopper.joinedAt >= from) add('signed_up', shopper.joinedAt, { source: shopper.traits['source'] ?? 'store' });
  const habits = HABITS[shopper.persona];
  let at = Math.max(from, shopper.joinedAt) + random.next() * 6 * HOUR;
  while (at < until) {
    visit(shopper, Math.floor(at), habits, random, add);
    const gap = (-Math.log(1 - random.next()) * 7 * DAY) / habits.visits;
    at = atWakingHour(at + Math.max(2 * HOUR, gap), random);
  }
  return events.sort((a, b) => a.at - b.at);
}

type Habits = (typeof HABITS)[Persona];
type Add = (type: string, at: number, properties: JsonObject) => void;

/** One visit to the shop: looks at goods, perhaps fills a cart, perhaps pays now, perhaps hours later. */
export function visit(shopper: Person, at: number, habits: Habits, random: Random, add: Add): void {
  const looks = 1 + random.int(4);
  for (let i = 0; i < looks; i++) {
    const [sku, name, price] = random.pick(GOODS);
    add('product_viewed', at + i * MINUTE, { sku, name, price });
  }
  if (random.next() >= habits.cart) {
    if (random.next() < 0.25) add('checked_in', at + looks * MINUTE, { place: 'mini-program' });
    return;
  }
  const [sku, name, price] = random.pick(GOODS);
  const quantity = 1 + random.int(3);
  const cartId = `${shopper.userId}-${at}`;
  const filled = at + looks * MINUTE;
  add('cart_updated', filled, { cartId, sku, name, amount: price * quantity });
  const pay = random.next();
  const amount = Math.round(price * quantity * (0.8 + random.next() * 0.4));
  if (pay < habits.buyNow) add('order_placed', filled + 3 * MINUTE, { cartId, orderId: `o-${cartId}`, amount });
  else if (pay < habits.buyNow + habits.buyLater) {
    add('order_placed', filled + HOUR + random.int(20) * HOUR, { cartId, orderId: `o-${cartId}`, amount });
  }
}

export function habitsOf(shopper: Person): Habits {
  return HABITS[shopper.persona];
}

/** How lively the shop is at this moment, 0 to 1. */
export function liveliness(at: number): number {
  return (HOURS[new Date(at + 8 * HOUR).getUTCHours()] ?? 1) / 14;
}

function atWakingHour(at: number, random: Random): number {
  let moment = at;
  for (let tries = 0; tries < 12 && random.next() > liveliness(moment); tries++) moment += HOUR;
  return moment;
}
