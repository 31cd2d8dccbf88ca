import type { Evidence } from './evidence.js';
import { finding, repeated, type Finding } from './finding.js';

/** P4: every code has one owner at most, nobody has more than the pool allows, and ledger, codes, counters and answers agree. */
export function checkValue({ pools, codes, issues, steps, runs }: Evidence): Finding[] {
  const issued = codes.filter(({ state }) => state !== 'free');
  const limit = new Map(pools.map((pool) => [pool['id'], Number(pool['perContact'])]));
  const held = Map.groupBy(issued, ({ pool, contactId }) => `${String(pool)} ${String(contactId)}`);
  const greedy = [...held].filter(([, list]) => list.length > (limit.get(list[0]?.['pool']) ?? 0));
  const ledgered = new Map(issues.map((line) => [line['code'], line]));
  const answered = steps.filter(({ nodeId, outcome }) => nodeId === 'gift' && outcome === 'issued');
  const visits = new Set(
    issues.map(({ runId, nodeId, visit }) => `${String(runId)} ${String(nodeId)} ${String(visit)}`),
  );
  const promised = answered.filter(({ runId, nodeId, visit }) => !visits.has(`${runId} ${nodeId} ${visit}`));
  const told = new Set(answered.map(({ runId, nodeId, visit }) => `${runId} ${nodeId} ${visit}`));
  const untold = [...visits].filter((visit) => {
    const run = runs.get(Number(visit.split(' ')[0]));
    return !told.has(visit) && run?.state !== 'quarantined';
  });
  return [
    ...finding(
      'P4',
      'codes given out twice',
      repeated(issues, (line) => String(line['code'])),
    ),
    ...finding(
      'P4',
      'codes given out without a ledger line',
      issued.filter(({ id }) => !ledgered.has(id)),
    ),
    ...finding('P4', 'ledger lines about codes that are free', issues.filter(({ code }) => !issued.some(({ id }) => id === code))), // prettier-ignore
    ...finding('P4', 'contacts with more codes than the pool allows', greedy.map(([key, list]) => ({ key, codes: list.length }))), // prettier-ignore
    ...finding('P4', 'pools that count wrongly', pools.filter(({ id, issued: n }) => n !== issued.filter(({ pool }) => pool === id).length)), // prettier-ignore
    ...finding('P4', 'told they had a code, and the ledger knows of none', promised),
    ...finding('P4', 'codes given out in a visit that never said so', untold),
  ];
}
