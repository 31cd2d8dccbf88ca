import type { Evidence, Run, Step, Version } from './evidence.js';
import { finding, repeated, type Finding } from './finding.js';

/** P2: each visit is left once at most, and the steps of a run lead from its entry to where it stands. */
export function checkSteps(evidence: Evidence): Finding[] {
  const { steps, runs, versions } = evidence;
  const left = steps.filter(({ outcome }) => outcome !== null);
  const byRun = Map.groupBy(steps, ({ runId }) => runId);
  const broken = [...runs.values()].flatMap((run) => {
    const version = versions.get(run.versionId);
    const gaps = version ? gapsOf(run, version, byRun.get(run.id) ?? []) : ['no version'];
    return gaps.length === 0 ? [] : [{ run: run.id, state: run.state, node: run.nodeId, gaps }];
  });
  return [
    ...finding(
      'P2',
      'visits left twice',
      repeated(left, (step) => `${step.runId} ${step.nodeId} ${step.visit}`),
    ),
    ...finding('P2', 'runs whose steps do not lead to where they stand', broken),
    ...finding(
      'P2',
      'steps of no run',
      steps.filter(({ runId }) => !runs.has(runId)),
    ),
    ...finding('P2', 'visits that were skipped', skipped(left)),
    ...heard(evidence),
    ...counted(evidence),
  ];
}

/** At every node: entered = left + standing there. */
function gapsOf(run: Run, { document }: Version, steps: readonly Step[]): string[] {
  const left = steps.filter(({ outcome }) => outcome !== null);
  const target = new Map(document.edges.map(({ from, to }) => [`${from.node} ${from.outcome}`, to]));
  const entered = new Map<string, number>([[target.get('entry entered') ?? '', 1]]);
  for (const { nodeId, outcome } of left) {
    const to = target.get(`${nodeId} ${outcome}`);
    if (to !== undefined) entered.set(to, (entered.get(to) ?? 0) + 1);
  }
  return document.nodes.flatMap(({ id }) => {
    const came = entered.get(id) ?? 0;
    const went = left.filter(({ nodeId }) => nodeId === id).length;
    const here = run.nodeId === id ? 1 : 0;
    return came === went + here ? [] : [`${id}: came ${came}, left ${went}, stands there ${here}`];
  });
}

/** Visits count 1, 2, 3 without a hole. */
function skipped(left: readonly Step[]): unknown[] {
  return [...Map.groupBy(left, ({ runId, nodeId }) => `${runId} ${nodeId}`)].filter(([, visits]) => {
    const numbers = new Set(visits.map(({ visit }) => visit));
    return Math.max(...numbers) !== numbers.size;
  }).map(([key]) => key); // prettier-ignore
}

/** What the wait of the journey `replies` lasts, and how far clocks of workers may be off. */
const REPLY_MS = 12_000;
const MARGIN_MS = 4_000;

/** An event after the one that let a run in, and well before its wait was over, was heard. */
function heard({ events, runs, versions, steps }: Evidence): Finding[] {
  const replies = Map.groupBy([...events.values()].filter(({ type }) => type === 'reply'), ({ contactId }) => contactId); // prettier-ignore
  const silent = new Set(steps.filter(({ nodeId, outcome }) => nodeId === 'reply' && outcome === 'timeout').map(({ runId }) => runId)); // prettier-ignore
  const deaf = [...runs.values()].filter((run) => {
    if (versions.get(run.versionId)?.name !== 'replies' || !silent.has(run.id)) return false;
    const own = replies.get(run.contactId) ?? [];
    return own.some(({ id, receivedAt }) => id > (run.entryEventId ?? Infinity) && receivedAt < run.startedAt + REPLY_MS - MARGIN_MS); // prettier-ignore
  });
  return finding('P2', 'waits that missed their event', deaf);
}

/** The counts on the canvas say what the runs did. */
function counted({ ways, versions, steps, runs }: Evidence): Finding[] {
  const wrong: unknown[] = [];
  const left = new Map<string, number>();
  for (const { runId, nodeId, outcome } of steps) {
    const version = runs.get(runId)?.versionId;
    const key = `${version}:${nodeId}:${outcome}`;
    if (outcome !== null) left.set(key, (left.get(key) ?? 0) + 1);
  }
  for (const [key, n] of left) if (ways.get(key) !== n) wrong.push({ way: key, steps: n, counted: ways.get(key) ?? 0 });
  for (const { id } of versions.values()) {
    const began = [...runs.values()].filter(({ versionId }) => versionId === id);
    const entered = ways.get(`${id}:entry:entered`) ?? 0;
    if (entered !== began.length) wrong.push({ version: id, runs: began.length, entered });
    const ended = began.filter(({ state }) => state === 'ended').length;
    const ends = [...ways].filter(([key]) => key.startsWith(`${id}:entry:$end:`)).reduce((sum, [, n]) => sum + n, 0);
    if (ended !== ends) wrong.push({ version: id, ended, counted: ends });
  }
  return finding('P11', 'counts that differ from the traces', wrong);
}
