import type { JsonObject } from '@sojourn/kernel';
import {
  answersOf,
  bareContext,
  type Answer,
  type Decision,
  type Item,
  type NodeProgram,
} from '@sojourn/plugin-sdk/engine';
import type { SandboxResult } from '@sojourn/execution';
import { programs } from '../../plugins/shipped.js';
import { CODE, type CodeConfig } from '../code-node.js';
import type { WorkbenchSandbox } from './workbench-sandbox.js';

export interface TriedItems {
  /** By item; undefined when it was not answered properly. */
  readonly decisions: readonly (Decision | undefined)[];
  readonly inputs: readonly JsonObject[];
  readonly logs: readonly (readonly string[])[];
  readonly ms: number;
}

/**
 * Runs a code node as production does: the node itself asks for its script and reads the answer, so that what it hands over,
 * what it accepts and what it calls wrong are the same here and there.
 */
export async function tryScript(
  config: CodeConfig,
  items: readonly Item[],
  sandbox: Pick<WorkbenchSandbox, 'run'>,
): Promise<TriedItems> {
  const node = programs.get(CODE) as unknown as NodeProgram; // it ships
  const { reads, ...own } = config;
  const asConfig = { ...own, ...(reads && { reads }) } as unknown as JsonObject;
  const execute = async (batch: readonly Item[]) =>
    (await answersOf(node, bareContext({ nodeId: CODE }), { config: asConfig, nodeId: CODE, items: batch })).decisions;

  const asked = await execute(items);
  const inputs = asked.map((decision) =>
    decision?.do === 'ask' && decision.ask.kind === 'script.run' ? decision.ask.input : {},
  );
  const { source, timeoutMs, memoryMb } = config;
  const { results, logs, ms } = await sandbox.run({ source, inputs, timeoutMs, memoryMb });
  const answered = items.map((item, index) => ({
    ...item,
    wake: { kind: 'answer' as const, answer: answerOf(results[index]) },
  }));
  return { decisions: await execute(answered), inputs, logs, ms };
}

function answerOf(result: SandboxResult | undefined): Answer {
  return result
    ? { kind: 'script.run', ...result }
    : { kind: 'script.run', status: 'error', message: 'the sandbox gave no answer' };
}
