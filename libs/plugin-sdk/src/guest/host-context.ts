import type { Json, JsonObject } from '@sojourn/kernel';
import { type BareContext, bareContext, type BareContextOptions } from '../bare-context.js';
import { HostRefusal, type HttpAnswer, type HttpRequest, type KvPlace } from '../context.js';

/**
 * The host's side of a guest: one call is one operation with its arguments as JSON, its reply JSON `{ ok }` or
 * `{ error: { code, message } }`. Calls of one turn are carried out together.
 *
 * - `http` `{ method, url, headers?, body?, credential?, timeoutMs?, item? }` -> an `HttpAnswer`
 * - `kv.get` `{ scope, item?, names }` -> `{ name: value }` of those that are there
 * - `kv.set` `{ scope, item?, entries, remove }` -> null
 * - `kv.add` `{ scope, item?, name, by }` -> the new number
 * - `signature` `{ credential, field, text, signature, encoding? }` -> true or false
 *
 * `item` is an item's key.
 */
export interface GuestHostCall {
  (op: string, args: string): Promise<string>;
  log?(line: string): void;
}

/** `ctx` inside the sandbox: what reaches out goes to the host, which alone decides. */
export function hostContext(host: GuestHostCall, options: Omit<BareContextOptions, 'log'>): BareContext {
  const call = async (op: string, args: object): Promise<Json> => {
    const reply = JSON.parse(await host(op, JSON.stringify(args))) as Reply;
    if ('error' in reply) throw new HostRefusal(reply.error.code, reply.error.message);
    return reply.ok;
  };
  const request = async ({ item, ...wanted }: HttpRequest): Promise<HttpAnswer> => {
    try {
      return (await call('http', { ...wanted, ...(item && { item: item.key }) })) as HttpAnswer;
    } catch (error) {
      // One request that the host did not take is no reason to lose the answers of the others.
      if (error instanceof HostRefusal)
        return { error: error.code === 'budget' ? 'budget' : 'refused', message: error.message };
      throw error;
    }
  };
  return {
    ...bareContext({ ...options, log: (line) => host.log?.(line) }),
    http: { requestAll: (requests) => Promise.all(requests.map(request)) },
    kv: {
      get: async (place, names) => {
        const found = (await call('kv.get', { ...placeOf(place), names })) as JsonObject;
        return names.map((name) => (Object.hasOwn(found, name) ? found[name] : undefined));
      },
      set: async (place, entries) => {
        const remove = Object.keys(entries).filter((name) => entries[name] === undefined);
        await call('kv.set', { ...placeOf(place), entries, remove });
      },
      add: async (place, name, by) => (await call('kv.add', { ...placeOf(place), name, by })) as number,
    },
    signatures: {
      verify: async (ask) => (await call('signature', ask)) === true,
      open: async (ask) => ((await call('open', ask)) as { text: string; receiver: string } | null) ?? undefined,
    },
  };
}

type Reply = { readonly ok: Json } | { readonly error: { readonly code: string; readonly message: string } };

function placeOf(place: KvPlace): object {
  return { scope: place.scope, ...(place.item && { item: place.item.key }) };
}
