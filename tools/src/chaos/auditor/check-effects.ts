import type { Call, Effect, Evidence } from './evidence.js';
import { finding, repeated, type Finding } from './finding.js';

/** P3: what the provider did and what the outbox says agree in both directions, and nothing happened twice. */
export function checkEffects({ effects, calls, inbox, runs, steps, versions, contacts }: Evidence): Finding[] {
  const hooks = effects.filter(({ kind }) => kind === 'webhook');
  const byKey = new Map(hooks.map((effect) => [effect.key, effect]));
  const applied = calls.filter((call) => call.applied);
  const done = new Set(applied.map(({ key }) => key));
  const refused = new Set(calls.filter(({ status }) => status === 422).map(({ key }) => key));
  const delivered = new Set(inbox.map(({ key }) => key));
  const messages = effects.filter(({ channel }) => channel === 'inbox');
  const visit = ({ runId, nodeId, visit: nth, kind }: Effect): string => `${runId} ${nodeId} ${nth} ${kind}`;
  const bodies = [...Map.groupBy(calls, ({ key }) => key)].filter(([, list]) => new Set(list.map(({ hash }) => hash)).size > 1); // prettier-ignore
  const left = new Map(steps.filter(({ outcome }) => outcome !== null).map((step) => [`${step.runId} ${step.nodeId} ${step.visit}`, step.outcome])); // prettier-ignore
  // A mail in doubt is given up as unknown; when its worker comes back after all and knows better, that is written down as well.
  const contradicted = effects.flatMap((effect) => {
    const outcome = left.get(`${effect.runId} ${effect.nodeId} ${effect.visit}`);
    if (outcome === undefined || (outcome === 'delivered') === (effect.state === 'delivered')) return [];
    return outcome !== 'delivered' && effect.channel === 'mail' ? [] : [{ ...effect, outcome }];
  });
  return [
    ...finding('P3', 'effects written twice for one visit', repeated(effects, visit)),
    ...finding(
      'P3',
      'done by the provider, unknown to the outbox',
      applied.filter(({ key }) => !byKey.has(key)),
    ),
    ...finding(
      'P3',
      'called by the engine, unknown to the outbox',
      calls.filter(({ key }) => !byKey.has(key)),
    ),
    ...finding('P3', 'delivered, says the outbox; the provider never did it', hooks.filter(({ state, key }) => state === 'delivered' && !done.has(key))), // prettier-ignore
    ...finding('P3', 'failed, says the outbox; the provider did it', hooks.filter(({ state, key }) => state === 'failed' && done.has(key))), // prettier-ignore
    ...finding('P3', 'failed, says the outbox; the provider refused nothing', hooks.filter(({ state, key }) => state === 'failed' && !refused.has(key))), // prettier-ignore
    ...finding(
      'P3',
      'one key, two bodies',
      bodies.map(([key]) => key),
    ),
    ...finding('P3', 'runs that left by another way than their effect ended', contradicted),
    ...finding('P3', 'in an inbox, unknown to the outbox', inbox.filter(({ key }) => !messages.some((effect) => effect.key === key))), // prettier-ignore
    ...finding(
      'P3',
      'in an inbox twice',
      repeated(inbox, ({ key }) => key),
    ),
    ...finding('P3', 'delivered to an inbox where nothing lies', messages.filter(({ state, key }) => state === 'delivered' && !delivered.has(key))), // prettier-ignore
    ...finding(
      'P3',
      'effects that ended as nothing known',
      effects.filter(({ state }) => !FINAL.has(state)),
    ),
    ...meaning(applied, hooks, { runs, versions, contacts }),
  ];
}

const FINAL = new Set(['delivered', 'failed', 'suppressed', 'unknown', 'dead']);

/** The same counted by what it means to people, so that it does not depend on anyone's keys: an order is shipped once. */
function meaning(
  applied: readonly Call[],
  hooks: readonly Effect[],
  { runs, versions, contacts }: Pick<Evidence, 'runs' | 'versions' | 'contacts'>,
): Finding[] {
  const said = new Map<string, number>();
  for (const { runId, nodeId, contactId, state } of hooks) {
    if (state !== 'delivered') continue;
    const run = runs.get(runId);
    const about = run && versions.get(run.versionId)?.name === 'orders' ? run.key : 'round';
    const key = `${nodeId} ${contacts.get(contactId)?.externalId} ${about}`;
    said.set(key, (said.get(key) ?? 0) + 1);
  }
  const happened = new Map<string, number>();
  for (const { step, user, about } of applied) {
    const key = `${step} ${user} ${about}`;
    happened.set(key, (happened.get(key) ?? 0) + 1);
  }
  const differ = [...happened].filter(([key, times]) => times !== said.get(key)).map(([key, times]) => ({ key, happened: times, said: said.get(key) ?? 0 })); // prettier-ignore
  const orders = [...happened].filter(([key, times]) => !key.startsWith('tick') && times > 1);
  return [
    ...finding('P3', 'happened more or less often than the outbox says', differ),
    ...finding('P3', 'happened twice to one order', orders),
  ];
}
