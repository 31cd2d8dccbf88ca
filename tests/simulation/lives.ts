import type { Shadow, ShadowRun } from '@sojourn/execution/shadow';

/**
 * What every contact lived through, in words that are the same however it was brought about: ids of runs, the order between
 * contacts and which code of a pool it was are left out.
 */
export function lives({ tables }: Shadow, { times = true } = {}): Readonly<Record<string, readonly string[]>> {
  const paths = new Map<number, string[]>();
  for (const { runId, at, steps } of tables.traces) {
    const path = steps.map(({ nodeId, visit, outcome }) => `${nodeId}.${visit}>${outcome ?? ''}`).join(' ');
    const wake = times ? `${at} ${path}` : path;
    paths.set(runId, [...(paths.get(runId) ?? []), wake]);
  }
  const told: Record<string, readonly string[]> = {};
  for (const contact of tables.contacts.values()) {
    const runs = contact.runs.map((run) => `${runOf(run, times)} | ${(paths.get(run.id) ?? []).join(', ')}`);
    const events = contact.events.map(({ type, receivedAt }) => `heard ${type} ${times ? receivedAt : ''}`);
    const outbox = [...tables.outbox.values()].filter(({ contactId }) => contactId === contact.id);
    told[contact.externalId ?? ''] = [
      ...runs.sort(),
      ...events.sort(),
      `tags ${[...contact.tags].sort().join(' ')}`,
      `n ${JSON.stringify(contact.attributes['n'])}`,
      ...outbox.map(({ nodeId, visit, state, readyAt }) => `sent ${nodeId}.${visit} ${state} ${times ? readyAt : ''}`).sort(), // prettier-ignore
    ];
  }
  return told;
}

function runOf(run: ShadowRun, times: boolean): string {
  const { journeyId, key, entryId, state, nodeId, endReason, endDetail, startedAt, dueAt, endedAt } = run;
  const place = [`j${journeyId}`, key, entryId, state, nodeId, endReason, endDetail?.replace(/\d+/g, '#')];
  return [...place, ...(times ? [startedAt, dueAt, endedAt] : [])].join(' ');
}
