import type { Evidence } from './evidence.js';
import { finding, type Finding } from './finding.js';

/** What the wait of the journey `orders` lasts. */
const PAY_MS = 6_000;
/**
 * A wake happens at the moment its batch was begun, and a wait is counted from there: with a machine that is busy, so much earlier
 * than the call that it follows.
 */
const BATCH_MS = 1_000;

/**
 * A wait lasts as long as it was drawn, whatever clock the worker went by. Seen from outside: the provider was called before the wait
 * began, and got the mail that follows its end.
 */
export function checkTime({ runs, versions, contacts, steps, calls, mails }: Evidence): Finding[] {
  const called = new Map<string, number>(calls.filter(({ applied, step }) => applied && step === 'bought').map(({ user, about, at }) => [`${user} ${about}`, at])); // prettier-ignore
  const mailed = new Map<string, number>(mails.filter(({ step }) => step === 'reminder').map(({ user, about, at }) => [`${user} ${about}`, at] as const).reverse()); // prettier-ignore
  const timedOut = steps.filter(({ nodeId, outcome }) => nodeId === 'pay' && outcome === 'timeout');
  const early = timedOut.flatMap(({ runId }) => {
    const run = runs.get(runId);
    if (!run || versions.get(run.versionId)?.name !== 'orders') return [];
    const order = `${contacts.get(run.contactId)?.externalId} ${run.key}`;
    const [from, to] = [called.get(order), mailed.get(order)];
    if (from === undefined || to === undefined || to - from >= PAY_MS - BATCH_MS) return [];
    return [{ run: runId, order, lasted: to - from }];
  });
  return finding('P7', 'waits that ended before their time', early);
}
