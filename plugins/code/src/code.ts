import { type Answer, ask, type Decision, defineNode, type Item, to } from '@sojourn/plugin-sdk/engine';
import { handedOver } from './handed-over.js';
import { read } from './result.js';

export interface Config {
  readonly source: string;
  readonly outcomes: readonly { readonly id: string; readonly label: string }[];
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** The only fields that reach the script; all of them when absent. */
  readonly reads?: readonly string[];
}

/** Has the host run the script out of process, and goes on by what it returned. */
export const code = defineNode<Config>({
  execute: (_, { config, items }) =>
    items.map((item) => {
      const { wake } = item;
      if (wake.kind === 'answer' && wake.answer.kind === 'script.run') return decided(item, wake.answer, config);
      const { source, timeoutMs, memoryMb, reads } = config;
      return ask(item, { kind: 'script.run', source, input: handedOver(item, reads), timeoutMs, memoryMb });
    }),
});

function decided(
  item: Item,
  answer: Extract<Answer, { kind: 'script.run' }>,
  { outcomes, timeoutMs, memoryMb }: Config,
): Decision {
  if (answer.status !== 'ok') {
    const { status, message } = answer;
    if (status === 'error') return to(item, 'error', { why: { code: 'script-error', params: { message } } });
    const limit = status === 'timeout' ? timeoutMs : memoryMb;
    return to(item, 'error', { why: { code: status, params: { message, limit } } });
  }
  const result = read(
    answer.value,
    outcomes.map(({ id }) => id),
  );
  if (typeof result === 'string')
    return to(item, 'error', { why: { code: 'wrong-return', params: { message: result } } });
  const { outcome, ...changes } = result;
  return to(item, outcome, { ...changes, why: { code: 'returned', params: { outcome } } });
}
