import { DAY, HOUR, MINUTE, seededRandom, type JsonObject, type Random } from '@sojourn/kernel';
import { atWakingHour } from './hours.js';
import type { Persona, Person } from './people.js';

export interface DemoEvent {
  readonly messageId: string;
  readonly userId: string;
  /** `$identify` tells who the shopper is. */
  readonly type: string;
  readonly at: number;
  readonly properties: JsonObject;
  /** Of an `$identify`. */
  readonly traits?: JsonObject;
}

export interface Habits {
  /** A week. */
  readonly visits: number;
  /** The chance that a visit fills a cart. */
  readonly cart: number;
  /** The chances that a cart is paid at once, or hours later. */
  readonly buyNow: number;
  readonly buyLater: number;
}

const HABITS: Readonly<Record<Persona, Habits>> = {
  loyal: { visits: 1.4, cart: 0.5, buyNow: 0.5, buyLater: 0.3 },
  dealHunter: { visits: 0.9, cart: 0.45, buyNow: 0.25, buyLater: 0.35 },
  browser: { visits: 0.5, cart: 0.2, buyNow: 0.2, buyLater: 0.2 },
  dormant: { visits: 0.1, cart: 0.1, buyNow: 0.3, buyLater: 0.1 },
};

const GOODS: readonly (readonly [sku: string, name: string, price: number])[] = [
  ['tea-01', '云雾绿茶', 128], ['tea-02', '桂花乌龙', 98], ['cup-01', '手作茶杯', 168], ['set-01', '旅行茶具', 299],
  ['gift-01', '节气礼盒', 398], ['snack-01', '茶香酥', 49], ['candle-01', '松烟香薰', 139], ['tea-03', '陈年普洱', 268],
]; // prettier-ignore

/** Most newcomers look around soon, some take days. */
const firstLook = (random: Random): number =>
  random.next() < 0.7 ? random.next() * 6 * HOUR : random.next() * 5 * DAY;

/** Everything a shopper does up to `until`, in order of time: joining, and the visits that follow. */
export function lifeOf(seed: string, shopper: Person, until: number): DemoEvent[] {
  const random = seededRandom(`${seed}:life:${shopper.userId}`);
  const told = teller(shopper, 'past');
  const habits = habitsOf(shopper);
  joining(shopper, told.add);
  let at = Math.floor(shopper.joinedAt + firstLook(random));
  while (at < until) {
    visit(at, habits, random, told.add);
    const gap = (-Math.log(1 - random.next()) * 7 * DAY) / habits.visits;
    at = Math.floor(atWakingHour(at + Math.max(2 * HOUR, gap), random));
  }
  return told.events.filter((event) => event.at < until).sort((a, b) => a.at - b.at);
}

export type Add = (type: string, at: number, properties: JsonObject, traits?: JsonObject) => void;

/** Collects what one shopper does; message ids count up within the `chapter`, so that telling it again tells the same. */
export function teller(shopper: Person, chapter: string): { readonly events: DemoEvent[]; readonly add: Add } {
  const { userId } = shopper;
  const events: DemoEvent[] = [];
  const add: Add = (type, at, properties, traits) => {
    const messageId = `${userId}:${chapter}:${events.length}`;
    const { cartId } = properties;
    const own = typeof cartId === 'string' ? { ...properties, cartId: `${userId}:${chapter}:${cartId}` } : properties;
    events.push({ messageId, userId, type, at, properties: own, ...(traits ? { traits } : {}) });
  };
  return { events, add };
}

/** How a shopper becomes known: they say who they are, and sign up. */
export function joining(shopper: Person, add: Add): void {
  const { name, email, language, joinedAt, traits, tags } = shopper;
  add('$identify', joinedAt, {}, { name, email, language, ...traits, tags: [...tags] });
  add('signed_up', joinedAt, { source: traits['source'] ?? 'store' });
}

/** One visit to the shop: looks at goods, perhaps fills a cart (and changes it), perhaps pays now, perhaps hours later. */
export function visit(at: number, habits: Habits, random: Random, add: Add): void {
  const looks = 1 + random.int(2);
  for (let i = 0; i < looks; i++) {
    const [sku, name, price] = random.pick(GOODS);
    add('product_viewed', at + i * MINUTE, { sku, name, price });
  }
  const left = at + looks * MINUTE;
  if (random.next() < habits.cart) cart(left, habits, random, add);
  else if (random.next() < 0.25) add('checked_in', left, { place: 'mini-program' });
}

function cart(at: number, habits: Habits, random: Random, add: Add): void {
  const [sku, name, price] = random.pick(GOODS);
  const cartId = random.int(36 ** 6).toString(36);
  const quantity = 1 + random.int(3);
  const changed = random.next() < 0.2;
  const amount = price * quantity;
  add('cart_updated', at, { cartId, sku, name, amount: changed ? price : amount });
  if (changed) add('cart_updated', at + 4 * MINUTE, { cartId, sku, name, amount });
  const pays = random.next();
  const hours = 1 + random.int(20);
  const paid = Math.round(amount * (0.85 + random.next() * 0.15));
  const order = (after: number): void => add('order_placed', at + after, { cartId, sku, name, amount: paid });
  if (pays < habits.buyNow) order(7 * MINUTE);
  else if (pays < habits.buyNow + habits.buyLater) order(hours * HOUR + random.int(60) * MINUTE);
}

export function habitsOf(shopper: Person): Habits {
  return HABITS[shopper.persona];
}
