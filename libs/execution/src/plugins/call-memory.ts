import type { Json, JsonObject } from '@sojourn/kernel';
import type { Decision } from '@sojourn/plugin-sdk/engine';
import { paced } from './pace.js';

/** What the engine keeps of a visit beside what the node keeps. */
interface CallMemory extends JsonObject {
  readonly $calls: number;
}

export interface Kept {
  /** How often it was called. */
  readonly calls: number;
  /** How often in a row it wanted to be back soon. */
  readonly soon: number;
  /** Which attempt the call under way is, where the node had asked to be tried again. */
  readonly attempt: number | undefined;
  /** Up to which event it had heard of its contact when it was called: what it then decides to wait for counts from there. */
  readonly heard: number | undefined;
  /** What the node keeps. */
  readonly own: Json | undefined;
}

/**
 * A decision that leaves the run where it is, as the engine keeps it. The node's own memory is kept inside the engine's: whether it
 * is asked within the step or by a call may change between two wakes. `at`: the wake's moment.
 */
export function keeping(decision: Decision, { calls, soon, attempt, heard }: Kept, at: number): Decision {
  if (decision.do === 'ask')
    return { ...decision, memory: memoryOf({ calls, soon, attempt, heard, own: decision.memory }) };
  if (decision.do !== 'wait' && decision.do !== 'retry') return decision;
  const own = paced(decision, at, soon);
  return {
    ...own.decision,
    memory: memoryOf({ calls, soon: own.soon, attempt: undefined, heard: undefined, own: decision.memory }),
  };
}

/** Undefined when there is nothing to keep. */
export function memoryOf({ calls, soon, attempt, heard, own }: Kept): CallMemory | undefined {
  if (calls === 0 && soon === 0 && own === undefined) return undefined;
  return {
    $calls: calls,
    ...(soon > 0 && { $soon: soon }),
    ...(attempt !== undefined && { $attempt: attempt }),
    ...(heard !== undefined && { $heard: heard }),
    ...(own !== undefined && { own }),
  };
}

export function kept(memory: Json | undefined): Kept {
  const object = typeof memory === 'object' && memory !== null && !Array.isArray(memory) ? memory : {};
  const { $calls, $soon, $attempt, $heard, own } = object as JsonObject;
  const number = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
  return {
    calls: number($calls) ?? 0,
    soon: number($soon) ?? 0,
    attempt: number($attempt),
    heard: number($heard),
    own,
  };
}
