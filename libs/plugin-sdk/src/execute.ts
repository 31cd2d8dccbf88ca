import type { Json } from '@sojourn/kernel';
import { type AnswerFault, type Answers, decisionsByItem } from './answers.js';
import type { BareContext } from './bare-context.js';
import type { Batch, NodeProgram } from './node.js';
import type { Decision } from './decision.js';

/**
 * Runs a node over a batch and sorts what it answers, emitted events and messages with their decisions. A promise comes only
 * when the node answers one. Throws what the node throws.
 */
export function answersOf<Config, Memory extends Json>(
  program: NodeProgram<Config, Memory>,
  ctx: BareContext,
  batch: Batch<Config, Memory>,
): Answers<Memory> | Promise<Answers<Memory>> {
  const answer = program.execute(ctx, batch);
  return answer instanceof Promise
    ? answer.then((decisions) => joined(decisionsByItem(batch.items, decisions), ctx))
    : joined(decisionsByItem(batch.items, answer), ctx);
}

function joined<Memory extends Json>(answers: Answers<Memory>, ctx: BareContext): Answers<Memory> {
  if (!ctx.collects()) return answers;
  const faults: AnswerFault[] = [...answers.faults];
  const decisions = answers.decisions.map((decision) => {
    if (!decision) return undefined;
    const whole = ctx.joined(decision as Decision);
    if (whole) return whole as Decision<Memory>;
    const message = `The verb "${decision.do}" commits nothing, so what was emitted for item ${decision.item} would be lost.`;
    faults.push({ kind: 'malformed', item: decision.item, message });
    return undefined;
  });
  return { decisions, faults };
}
