import { type Decision, defineNode, type Item, type Receipt, to, wait } from '@sojourn/plugin-sdk/engine';
import { filled } from './fields.js';
import type { JsonObject } from './json.js';

interface Pair {
  readonly name: string;
  readonly value: string;
}
export interface Config {
  readonly url: string;
  readonly method: 'POST' | 'PUT';
  readonly headers?: readonly Pair[];
  readonly fields?: readonly Pair[];
  readonly timeoutSeconds?: number;
  readonly retries?: number;
}

/** Hands the call to the outbox and leaves by its receipt. */
export const webhook = defineNode<Config>({
  execute: (_, { config, items }) =>
    items.map((item) => {
      if (item.wake.kind === 'receipt') return settled(item, item.wake.receipt);
      if (item.wake.kind !== 'arrived') return wait(item);
      return wait(item, { effects: [{ kind: 'webhook', request: requestOf(item, config) }] });
    }),
});

function requestOf(item: Item, { url, method, headers = [], fields = [], timeoutSeconds = 10, retries = 5 }: Config) {
  const data = dataOf(item);
  return {
    url,
    method,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    body: fields.length > 0 ? filled(fields, data) : data,
    timeoutMs: timeoutSeconds * 1000,
    retries,
  };
}

function dataOf({ at, contact, entryEvent, variables }: Item): JsonObject {
  const { id, externalId = null, email = null, phone = null, language = null, attributes, tags } = contact;
  return {
    at: new Date(at).toISOString(),
    contact: { id, externalId, email, phone, language, attributes, tags: [...tags] },
    event: entryEvent
      ? {
          type: entryEvent.type,
          occurredAt: new Date(entryEvent.occurredAt).toISOString(),
          properties: entryEvent.properties,
        }
      : null,
    variables,
  };
}

function settled(item: Item, { status, reason = 'no reason given', data }: Receipt): Decision {
  const answered = typeof data?.['status'] === 'number' ? data['status'] : null;
  const output = { webhook: { status: answered } };
  if (status === 'delivered')
    return to(item, 'delivered', { output, why: { code: 'delivered', params: { status: answered ?? 200 } } });
  const code = status === 'unknown' ? 'unknown' : 'failed';
  return to(item, 'failed', { output, why: { code, params: { reason } } });
}
