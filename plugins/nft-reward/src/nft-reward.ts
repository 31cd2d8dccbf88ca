import {
  type Answer,
  ask,
  type Decision,
  defineNode,
  fail,
  type Item,
  type Receipt,
  to,
  wait,
} from '@sojourn/plugin-sdk/engine';

export interface Config {
  readonly collection: string;
  readonly waitMinutes?: number;
}

/** What is remembered while the chain works. */
export type Memory = { readonly mintId: number; readonly serial: number; readonly name?: string };

/** Reserves a number in the collection; a ledger mints with it at once, a chain through the outbox. */
export const nftReward = defineNode<Config, Memory>({
  execute: (_, { config, items }) =>
    items.map((item): Decision<Memory> => {
      const { wake, memory } = item;
      if (wake.kind === 'answer' && wake.answer.kind === 'collectible.reserve')
        return reserved(item, wake.answer, config);
      const collection = memory?.name ?? config.collection;
      if (memory && wake.kind === 'receipt') return settled(item, wake.receipt, memory, collection);
      if (memory && wake.kind === 'timer') return leave(item, 'pending', memory, collection, { code: 'pending' });
      return ask(item, { kind: 'collectible.reserve', collection: config.collection });
    }),
});

function reserved(
  item: Item<Memory>,
  answer: Extract<Answer, { kind: 'collectible.reserve' }>,
  { collection: reference, waitMinutes = 30 }: Config,
): Decision<Memory> {
  const collection = answer.name ?? reference;
  switch (answer.status) {
    case 'minted':
      return leave(item, 'minted', answer, collection, {
        code: 'minted',
        extra: answer.proof === undefined ? {} : { proof: answer.proof },
      });
    case 'reserved': {
      const { mintId, serial } = answer;
      const effects = [{ kind: 'mint' as const, collection: reference, mintId }];
      const until = item.at + waitMinutes * 60_000;
      return wait(item, { until, effects, memory: { mintId, serial, name: collection } });
    }
    case 'soldOut':
      return to(item, 'soldOut', { why: { code: 'sold-out', params: { collection } } });
    case 'missing':
      return fail(item, { code: 'missing', params: { collection } });
  }
}

function settled(
  item: Item<Memory>,
  { status, reason = 'no reason given', data }: Receipt,
  memory: Memory,
  collection: string,
): Decision<Memory> {
  if (status === 'delivered') {
    const txHash = data?.['txHash'];
    const extra: Record<string, string> = typeof txHash === 'string' ? { txHash } : {};
    return leave(item, 'minted', memory, collection, { code: 'minted', extra });
  }
  // Nobody knows whether it is on the chain: to call it failed would invite a second one.
  if (status === 'unknown') return leave(item, 'pending', memory, collection, { code: 'unknown', reason });
  return to(item, 'failed', { why: { code: 'failed', params: { serial: memory.serial, collection, reason } } });
}

function leave(
  item: Item<Memory>,
  outcome: 'minted' | 'pending',
  { mintId, serial }: Memory,
  collection: string,
  { code, reason, extra = {} }: { code: string; reason?: string; extra?: Record<string, string> },
): Decision<Memory> {
  const output = { collectible: { collection, serial, mintId, state: outcome, ...extra } };
  const params = { serial, collection, ...(reason === undefined ? {} : { reason }) };
  return to(item, outcome, { output, why: { code, params } });
}
