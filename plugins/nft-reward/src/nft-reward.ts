import { defineNode, type Answer, type Decision, type Receipt, type Visit } from '@sojourn/plugin-sdk/engine';

export interface Config {
  readonly collection: string;
  readonly waitMinutes?: number;
}

/** What is remembered while the chain works. */
export type Memory = { readonly mintId: number; readonly serial: number; readonly name?: string };

/** Reserves a number in the collection; a ledger mints with it at once, a chain through the outbox. */
export const nftReward = defineNode<Config, Memory>({
  execute: ({ config, visits }) =>
    visits.map((visit): Decision<Memory> => {
      const { wake, memory } = visit;
      if (wake.kind === 'answer' && wake.answer.kind === 'collectible.reserve')
        return reserved(wake.answer, visit, config);
      if (memory && wake.kind === 'receipt') return settled(wake.receipt, memory, memory.name ?? config.collection);
      if (memory && wake.kind === 'timer')
        return leave('pending', memory, memory.name ?? config.collection, { code: 'pending' });
      return { do: 'ask', ask: { kind: 'collectible.reserve', collection: config.collection } };
    }),
});

function reserved(
  answer: Extract<Answer, { kind: 'collectible.reserve' }>,
  { at }: Visit<Memory>,
  { collection: reference, waitMinutes = 30 }: Config,
): Decision<Memory> {
  const collection = answer.name ?? reference;
  switch (answer.status) {
    case 'minted':
      return leave('minted', answer, collection, {
        code: 'minted',
        extra: answer.proof === undefined ? {} : { proof: answer.proof },
      });
    case 'reserved': {
      const { mintId, serial } = answer;
      const effects = [{ kind: 'mint' as const, collection: reference, mintId }];
      return { do: 'wait', until: at + waitMinutes * 60_000, effects, memory: { mintId, serial, name: collection } };
    }
    case 'soldOut':
      return { do: 'to', outcome: 'soldOut', why: { code: 'sold-out', params: { collection } } };
    case 'missing':
      return { do: 'fail', why: { code: 'missing', params: { collection } } };
  }
}

function settled(
  { status, reason = 'no reason given', data }: Receipt,
  memory: Memory,
  collection: string,
): Decision<Memory> {
  if (status === 'delivered') {
    const txHash = data?.['txHash'];
    return leave('minted', memory, collection, { code: 'minted', extra: typeof txHash === 'string' ? { txHash } : {} });
  }
  // Nobody knows whether it is on the chain: to call it failed would invite a second one.
  if (status === 'unknown') return leave('pending', memory, collection, { code: 'unknown', reason });
  return {
    do: 'to',
    outcome: 'failed',
    why: { code: 'failed', params: { serial: memory.serial, collection, reason } },
  };
}

function leave(
  outcome: 'minted' | 'pending',
  { mintId, serial }: Memory,
  collection: string,
  { code, reason, extra = {} }: { code: string; reason?: string; extra?: Record<string, string> },
): Decision<Memory> {
  const variables = { collectible: { collection, serial, mintId, state: outcome, ...extra } };
  return {
    do: 'to',
    outcome,
    variables,
    why: { code, params: { serial, collection, ...(reason === undefined ? {} : { reason }) } },
  };
}
