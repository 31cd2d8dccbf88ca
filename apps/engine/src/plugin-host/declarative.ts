import type { GuestHost, GuestResult, PluginNodeType, RecordedCall } from '@sojourn/execution';
import { messageOf, type JsonObject } from '@sojourn/kernel';
import { declarativeNode, itemFrom, type ItemData } from '@sojourn/plugin-sdk';
import { asHeard } from '@sojourn/sandbox';
import { answersOf } from '@sojourn/plugin-sdk/engine';
import { hostContext } from '@sojourn/plugin-sdk/guest';
import type { Bundle } from './bundle.js';
import { gathered } from './gathered.js';

/** A node without code, interpreted in this process over the same host. Answers as the sandbox does, by key. */
export async function inProcess(
  { spec }: PluginNodeType,
  { manifest }: Bundle,
  input: { readonly nodeId: string; readonly config: JsonObject; readonly items: readonly ItemData[] },
  host: GuestHost | undefined,
): Promise<{ readonly results: readonly GuestResult[]; readonly calls: readonly RecordedCall[] }> {
  const calls: RecordedCall[] = [];
  const carry = gathered(host, (call, reply) => calls.push({ call, reply }));
  const ctx = hostContext(carry, { nodeId: input.nodeId, texts: manifest.texts });
  const items = input.items.map(itemFrom);
  try {
    const { decisions, faults } = await answersOf(declarativeNode(spec), ctx, {
      config: input.config,
      nodeId: input.nodeId,
      items,
    });
    const results = decisions.map((decision, key): GuestResult => {
      if (decision) return heard(decision);
      return { status: 'unanswered', message: faults.find(({ item }) => item === key)?.message ?? 'not answered' };
    });
    return { results, calls };
  } catch (error) {
    return { results: items.map(() => ({ status: 'error', message: messageOf(error) })), calls };
  }
}

/** Of what another system answered: as bounded and wholesome as if it came out of the sandbox. */
function heard(decision: object): GuestResult {
  try {
    return { status: 'ok', value: asHeard(decision) };
  } catch (error) {
    if (error instanceof RangeError) return { status: 'limit', message: error.message };
    throw error;
  }
}
