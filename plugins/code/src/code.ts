import { defineNode, type Answer, type Decision, type Visit } from '@sojourn/plugin-sdk/engine';
import { read } from './result.js';

export interface Config {
  readonly source: string;
  readonly outcomes: readonly { readonly id: string; readonly label: string }[];
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** Has the host run the script out of process, and goes on by what it returned. */
export const code = defineNode<Config>({
  execute: ({ config, visits }) =>
    visits.map((visit): Decision => {
      const { wake } = visit;
      if (wake.kind === 'answer' && wake.answer.kind === 'script.run') return decided(wake.answer, config);
      const { source, timeoutMs, memoryMb } = config;
      return { do: 'ask', ask: { kind: 'script.run', source, input: inputOf(visit), timeoutMs, memoryMb } };
    }),
});

function inputOf({ at, visit, contact, entryEvent, variables }: Visit) {
  const { id, externalId = null, email = null, phone = null, language = null, attributes, tags } = contact;
  return {
    contact: { id, externalId, email, phone, language, attributes, tags: [...tags] },
    event: entryEvent
      ? { type: entryEvent.type, occurredAt: entryEvent.occurredAt, properties: entryEvent.properties }
      : null,
    variables,
    at,
    visit,
  };
}

function decided(answer: Extract<Answer, { kind: 'script.run' }>, { outcomes, timeoutMs, memoryMb }: Config): Decision {
  if (answer.status !== 'ok') {
    const { status, message } = answer;
    if (status === 'error') return { do: 'to', outcome: 'error', why: { code: 'script-error', params: { message } } };
    const limit = status === 'timeout' ? timeoutMs : memoryMb;
    return { do: 'to', outcome: 'error', why: { code: status, params: { message, limit } } };
  }
  const result = read(
    answer.value,
    outcomes.map(({ id }) => id),
  );
  if (typeof result === 'string')
    return { do: 'to', outcome: 'error', why: { code: 'wrong-return', params: { message: result } } };
  return { do: 'to', ...result, why: { code: 'returned', params: { outcome: result.outcome } } };
}
