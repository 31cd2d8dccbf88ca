import type { Json, JsonObject } from '@sojourn/kernel';
import type { Decision } from '@sojourn/plugin-sdk/engine';

/** What the engine keeps of a visit beside what the node keeps: how often it was called. */
interface CallMemory extends JsonObject {
  readonly $calls: number;
}

/** The node's own memory is kept inside the engine's: whether it is asked within the step or by a call may change between two wakes. */
export function keeping(decision: Decision, calls: number): Decision {
  if (decision.do !== 'wait' && decision.do !== 'retry' && decision.do !== 'ask') return decision;
  return { ...decision, memory: memoryOf(calls, decision.memory) };
}

/** Undefined when there is nothing to keep. */
export function memoryOf(calls: number, own: Json | undefined): CallMemory | undefined {
  if (calls === 0 && own === undefined) return undefined;
  return { $calls: calls, ...(own !== undefined && { own }) };
}

export function kept(memory: Json | undefined): { readonly calls: number; readonly own: Json | undefined } {
  if (typeof memory !== 'object' || memory === null || Array.isArray(memory)) return { calls: 0, own: undefined };
  const { $calls, own } = memory as Partial<CallMemory>;
  return { calls: typeof $calls === 'number' ? $calls : 0, own };
}
