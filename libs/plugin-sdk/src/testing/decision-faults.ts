import type { Outcome } from '@sojourn/journey';
import type { Manifest } from '../manifest.js';
import type { Decision } from '../decision.js';

/** How a decision breaks what the manifest and the contract promise, in sentences; `[]` when it does not. */
export function decisionFaults(
  manifest: Manifest,
  outcomes: readonly Outcome[],
  decision: Decision,
): readonly string[] {
  const faults: string[] = [];
  if (decision.do === 'to' && !outcomes.some(({ id }) => id === decision.outcome)) {
    faults.push(
      `It leaves by "${decision.outcome}", but its outcomes are ${outcomes.map(({ id }) => id).join(', ') || 'none'}.`,
    );
  }
  const why = 'why' in decision ? decision.why : undefined;
  const reason = why && (Object.hasOwn(manifest.reasons, why.code) ? manifest.reasons[why.code] : undefined);
  if (why && !reason) faults.push(`It gives the reason "${why.code}", for which the manifest has no words.`);
  if (why && reason) {
    for (const [, hole = ''] of reason.en.matchAll(/\{([^{}]+)\}/g)) {
      if (why.params?.[hole] === undefined) faults.push(`The reason "${why.code}" lacks the value of {${hole}}.`);
    }
  }
  for (const effect of 'effects' in decision ? (decision.effects ?? []) : []) {
    const leaves = effect.kind === 'message' || effect.kind === 'webhook' || effect.kind === 'mint';
    if (leaves && !manifest.permissions.includes(effect.kind))
      faults.push(`It emits "${effect.kind}", which its permissions do not name.`);
  }
  if ('patch' in decision && decision.patch && !manifest.permissions.includes('contact'))
    faults.push('It changes the contact, but its data declares nothing that it writes.');
  if (decision.do === 'ask' && !manifest.permissions.includes(decision.ask.kind))
    faults.push(`It asks "${decision.ask.kind}", which its permissions do not name.`);
  if (decision.do === 'wait' && decision.until !== undefined && !Number.isSafeInteger(decision.until))
    faults.push(`It waits until ${decision.until}, which is no moment.`);
  if (decision.do === 'wait' && decision.memory !== undefined && JSON.stringify(decision.memory).length > 512)
    faults.push('It keeps more than 512 characters of memory.');
  return faults;
}
