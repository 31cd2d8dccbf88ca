import { messageOf } from '@sojourn/kernel';
import type { Begin, Courier, CourierResult } from '../ports.js';
import type { OutboxItem, OutboxResult } from '../records.js';
import { channelOf, DEFAULT_RULES, type ChannelRules } from './channel-rules.js';
import { judged, tooLate } from './judge.js';

export type Couriers = ReadonlyMap<string, Courier>;

export function rulesOf(couriers: Couriers, effect: OutboxItem['effect']): ChannelRules {
  return couriers.get(effect.kind)?.rules?.(channelOf(effect), effect) ?? DEFAULT_RULES;
}

/** What one call of a courier led to. */
export interface Handed {
  readonly results: readonly OutboxResult[];
  /** The longest quiet that the provider asked for, milliseconds. */
  readonly quietMs: number;
}

/**
 * Hands deliveries of one channel to its courier and judges what comes back. `begin` is asked just before the provider is called;
 * what it denies is nobody's business here any more. A courier that breaks, or says nothing of an item, leaves it in doubt if it
 * had begun.
 */
export async function handOver(
  couriers: Couriers,
  items: readonly OutboxItem[],
  now: number,
  begin: Begin,
): Promise<Handed> {
  const [first] = items;
  const courier = first && couriers.get(first.effect.kind);
  if (!courier) {
    const reason = `no-courier-${first?.effect.kind ?? 'none'}`;
    return { results: items.map(({ id }) => ({ id, at: now, final: { status: 'failed', reason } })), quietMs: 0 };
  }
  const rules = rulesOf(couriers, first.effect);
  // Nodes of one plugin share its lane and promise different things.
  const own = (item: OutboxItem): ChannelRules => rulesOf(couriers, item.effect);
  const expired = items.map((item) => tooLate(item, own(item), now));
  const going = items.filter((_, i) => !expired[i]);
  const call = await watched(courier, going, rules, now, begin);
  const byId = new Map(going.map((item) => [item.id, item]));
  const results = expired.filter((late) => late !== undefined);
  let quietMs = 0;
  for (const result of call) {
    const item = byId.get(result.id);
    if (!item || !byId.delete(result.id)) continue;
    if ('again' in result) quietMs = Math.max(quietMs, result.again.afterMs ?? 0);
    results.push(judged(item, result, own(item), now));
  }
  return { results, quietMs };
}

/** One call of a courier, accounted for item by item, whatever it answers or throws. */
async function watched(
  courier: Courier,
  items: readonly OutboxItem[],
  rules: ChannelRules,
  now: number,
  begin: Begin,
): Promise<readonly CourierResult[]> {
  if (items.length === 0) return [];
  const byId = new Map(items.map((item) => [item.id, item]));
  const begun = new Set<number>();
  const denied = new Set<number>();
  const changed: CourierResult[] = [];
  /** The provider would refuse another body under a key that it knows, or worse, answer for the first one. */
  const isSame = (id: number, hash: string | undefined): boolean => {
    const known = byId.get(id)?.bodyHash;
    if (!rules.idempotency?.comparesBody || known === null || known === undefined || known === hash) return true;
    changed.push({ id, at: now, final: { status: 'failed', reason: 'body-changed' } });
    return false;
  };
  const beginSame: Begin = async (ids, hashes) => {
    const same = hashes ? ids.filter((id) => isSame(id, hashes.get(id))) : ids;
    const leaving = same.length === 0 ? new Set<number>() : await begin(same, hashes);
    for (const id of same) (leaving.has(id) ? begun : denied).add(id);
    return leaving;
  };
  const inDoubt = (id: number, reason: string): CourierResult => ({ id, at: now, again: { reason, arrived: begun.has(id) ? 'maybe' : 'no' } }); // prettier-ignore

  let said: readonly CourierResult[] = [];
  let reason = 'no-answer';
  try {
    if (courier.prepares) said = await courier.deliver(items, now, beginSame);
    else {
      const leaving = await beginSame(items.map(({ id }) => id));
      if (leaving.size > 0) said = await courier.deliver(items.filter(({ id }) => leaving.has(id)), now); // prettier-ignore
    }
  } catch (error) {
    reason = messageOf(error);
  }
  const told = [...changed, ...said].filter(({ id }) => !denied.has(id));
  const heard = new Set(told.map(({ id }) => id));
  const silent = items.filter(({ id }) => !heard.has(id) && !denied.has(id));
  return [...told, ...silent.map(({ id }) => inDoubt(id, reason))];
}
