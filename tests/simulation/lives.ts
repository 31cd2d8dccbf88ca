import type { Shadow } from '@sojourn/execution/shadow';

/** Everything a world left behind, however it is kept. */
export interface Remains {
  readonly contacts: readonly { readonly id: number; readonly name: string; readonly n: unknown; readonly tags: readonly string[]; readonly codes: number }[];
  readonly runs: readonly RunLeft[];
  /** In the order in which they were written. */
  readonly traces: readonly { readonly runId: number; readonly at: number; readonly steps: readonly { readonly nodeId: string; readonly visit: number; readonly outcome: string | null }[] }[];
  readonly events: readonly { readonly contactId: number; readonly type: string; readonly receivedAt: number }[];
  readonly outbox: readonly { readonly contactId: number; readonly nodeId: string; readonly visit: number; readonly state: string; readonly readyAt: number }[];
} // prettier-ignore
export interface RunLeft {
  readonly id: number;
  readonly contactId: number;
  /** By the order of publishing, 1 for the first. */
  readonly journey: number;
  readonly key: string;
  readonly entryId: string;
  readonly state: string;
  readonly nodeId: string;
  readonly endReason: string | null;
  readonly endDetail: string | null;
  readonly startedAt: number;
  readonly dueAt: number | null;
  readonly endedAt: number | null;
}

/** By contact, what it lived through. */
export type Lives = Readonly<Record<string, readonly string[]>>;

/**
 * What every contact lived through, in words that are the same however it was brought about: ids of runs, the order between
 * contacts and which code of a pool it was are left out.
 */
export function livesOf({ contacts, runs, traces, events, outbox }: Remains): Lives {
  const paths = new Map<number, string[]>();
  for (const { runId, at, steps } of traces) {
    const path = steps.map(({ nodeId, visit, outcome }) => `${nodeId}.${visit}>${outcome ?? ''}`).join(' ');
    paths.set(runId, [...(paths.get(runId) ?? []), `${at} ${path}`]);
  }
  return Object.fromEntries(
    contacts.map(({ id, name, n, tags, codes }) => {
      const of = <T extends { readonly contactId: number }>(rows: readonly T[]): readonly T[] => rows.filter(({ contactId }) => contactId === id); // prettier-ignore
      const told = [
        ...of(runs).map((run) => `${placeOf(run)} | ${(paths.get(run.id) ?? []).join(', ')}`).sort(),
        ...of(events).map(({ type, receivedAt }) => `heard ${type} ${receivedAt}`).sort(),
        `tags ${[...tags].sort().join(' ')}`,
        `n ${JSON.stringify(n)}`,
        `codes ${codes}`,
        ...of(outbox).map(({ nodeId, visit, state, readyAt }) => `sent ${nodeId}.${visit} ${state} ${readyAt}`).sort(),
      ]; // prettier-ignore
      return [name, told];
    }),
  );
}

function placeOf(run: RunLeft): string {
  const { journey, key, entryId, state, nodeId, endReason, endDetail, startedAt, dueAt, endedAt } = run;
  const detail = endDetail?.replace(/\d+/g, '#') ?? null;
  return [`j${journey}`, key, entryId, state, nodeId, endReason, detail, startedAt, dueAt, endedAt].join(' ');
}

export function lives({ tables }: Shadow): Lives {
  const codes = [...tables.pools.values()].flatMap(({ issued }) => issued);
  return livesOf({
    contacts: [...tables.contacts.values()].map(({ id, externalId, attributes, tags }) => ({
      ...{ id, name: externalId ?? '', n: attributes['n'], tags: [...tags] },
      codes: codes.filter(({ contactId }) => contactId === id).length,
    })),
    runs: [...tables.runs.values()].map((run) => ({ ...run, journey: run.journeyId })),
    traces: tables.traces,
    events: [...tables.events.values()],
    outbox: [...tables.outbox.values()],
  });
}
