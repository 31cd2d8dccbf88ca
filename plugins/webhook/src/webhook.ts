import { defineNode, type Decision, type Receipt, type Visit } from '@sojourn/plugin-sdk/engine';
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
  execute: ({ config, visits }) =>
    visits.map((visit): Decision => {
      if (visit.wake.kind === 'receipt') return settled(visit.wake.receipt);
      if (visit.wake.kind !== 'arrived') return { do: 'wait' };
      return { do: 'wait', effects: [{ kind: 'webhook', request: requestOf(visit, config) }] };
    }),
});

function requestOf(visit: Visit, { url, method, headers = [], fields = [], timeoutSeconds = 10, retries = 5 }: Config) {
  const data = dataOf(visit);
  return {
    url,
    method,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    body: fields.length > 0 ? filled(fields, data) : data,
    timeoutMs: timeoutSeconds * 1000,
    retries,
  };
}

function dataOf({ at, contact, entryEvent, variables }: Visit): JsonObject {
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

function settled({ status, reason = 'no reason given', data }: Receipt): Decision {
  const answered = typeof data?.['status'] === 'number' ? data['status'] : null;
  const variables = { webhook: { status: answered } };
  if (status === 'delivered')
    return {
      do: 'to',
      outcome: 'delivered',
      variables,
      why: { code: 'delivered', params: { status: answered ?? 200 } },
    };
  return {
    do: 'to',
    outcome: 'failed',
    variables,
    why: { code: status === 'unknown' ? 'unknown' : 'failed', params: { reason } },
  };
}
