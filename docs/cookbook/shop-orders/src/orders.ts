import { defineTrigger } from '@sojourn/plugin-sdk/engine';
import { eventsOf, field, ordersIn } from './order.ts';

export interface Config {
  readonly shop: string;
  readonly minimum: number;
}

const API = 'https://shop.example.com/v1';

export const orders = defineTrigger<Config>({
  /** The choices of the field "shop", a page at a time. */
  async options(ctx, { search, cursor }) {
    const page = Number(cursor ?? 1);
    const url = `${API}/shops?search=${encodeURIComponent(search)}&page=${page}`;
    const [answer] = await ctx.http.requestAll([{ method: 'GET', url, credential: 'account' }]);
    const body = answer && 'body' in answer ? answer.body : null;
    const shops = field(body, 'shops');
    const items = (Array.isArray(shops) ? shops : []).map((shop) => ({
      value: String(field(shop, 'id')),
      label: String(field(shop, 'name')),
    }));
    return { items, next: field(body, 'has_more') === true ? String(page + 1) : null };
  },

  /**
   * The cursor is the moment of the last change that was seen, and the shop is asked from there on, that moment included: two orders may
   * share it. What comes twice has the same id and is stored once.
   */
  async poll(ctx, { config: { shop, minimum }, cursor }) {
    const since = typeof cursor === 'number' ? `from=${cursor}` : 'window=1d';
    const url = `${API}/orders?shop=${encodeURIComponent(shop)}&limit=200&${since}`;
    const [answer] = await ctx.http.requestAll([{ method: 'GET', url, credential: 'account' }]);
    // Nothing is known, so the cursor stays where it is and the next round asks again.
    if (answer === undefined || 'error' in answer || answer.status !== 200) return { cursor, events: [] };
    const found = ordersIn(field(answer.body, 'orders'));
    const last = found.reduce((latest, { updated_at: at }) => Math.max(latest, at), 0);
    return { cursor: last > 0 ? last : cursor, events: eventsOf(found, minimum) };
  },

  /** One order, as soon as it changes. The shop signs what it posts; the host checks it, for the secret stays there. */
  async receive(ctx, { config: { shop, minimum }, request: { body, headers, raw } }) {
    const signature = headers['x-shop-signature'] ?? '';
    if (!(await ctx.signatures.verify({ credential: 'account', field: 'secret', text: raw, signature })))
      return { events: [] };
    const order = field(body, 'order');
    const isOurs = field(body, 'shop') === shop && order !== undefined;
    return { events: isOurs ? eventsOf(ordersIn([order]), minimum) : [] };
  },
});
