import { EDGE_TOTALS } from '@sojourn/storage/testing';
import { expect } from 'vitest';
import type { JourneyDocument } from '@sojourn/journey';
import type { Shop } from './house.js';

interface Trace {
  readonly runId: number;
  readonly steps: string;
}

/**
 * What must hold of any shop at rest, read from the tables alone: every run waits, is over or is parked with a reason; each
 * visit of a node was left once at most; who entered a node is still there or left it; nothing leaves the house twice.
 */
export async function audit(shop: Shop): Promise<void> {
  const now = shop.clock.now();
  const lost = await shop.rows(
    `SELECT id, state, node_id AS node, due_at AS due FROM run WHERE state NOT IN ('active', 'paused', 'ended', 'quarantined')
       OR (state = 'active' AND due_at <= ${now}) OR (state = 'ended' AND end_reason IS NULL) OR (state = 'quarantined' AND end_detail IS NULL)
       OR (state = 'active' AND due_at IS NULL AND id NOT IN (SELECT run_id FROM subscription) AND id NOT IN (SELECT run_id FROM outbox WHERE state IN ('ready', 'sending')))`,
  );
  expect(lost, 'runs that are lost').toEqual([]);
  expect(await shop.number('SELECT COUNT(*) AS n FROM `signal`'), 'events not routed').toBe(0);

  const left = new Map<string, number>();
  for (const { runId, steps } of await shop.rows<Trace>('SELECT run_id AS runId, steps FROM trace'))
    for (const step of JSON.parse(steps) as { nodeId: string; visit: number; outcome: string | null }[])
      if (step.outcome !== null) {
        const key = `${runId}:${step.nodeId}:${step.visit}`;
        left.set(key, (left.get(key) ?? 0) + 1);
      }
  expect(
    [...left].filter(([, times]) => times > 1),
    'visits left twice',
  ).toEqual([]);
  const twice = await shop.rows('SELECT effect_key FROM outbox GROUP BY effect_key HAVING COUNT(*) > 1');
  expect(twice, 'effects sent twice').toEqual([]);
  await auditCounts(shop);
}

async function auditCounts(shop: Shop): Promise<void> {
  const versions = await shop.rows<{ id: number; document: string }>('SELECT id, document FROM journey_version');
  const counts = await shop.rows<{ version: number; node: string; outcome: string; n: number }>(
    `SELECT version_id AS version, node_id AS node, outcome, n FROM ${EDGE_TOTALS}`,
  );
  const standing = await shop.rows<{ version: number; node: string; n: number }>(
    "SELECT version_id AS version, node_id AS node, COUNT(*) AS n FROM run WHERE state <> 'ended' GROUP BY version_id, node_id",
  );
  for (const { id, document } of versions) {
    const { nodes, edges } = JSON.parse(document) as JourneyDocument;
    const own = counts.filter(({ version }) => version === id);
    const sum = (rows: readonly { n: number }[]): number => rows.reduce((total, { n }) => total + n, 0);
    for (const { id: node } of nodes) {
      const ways = edges.filter(({ to }) => to === node).map(({ from }) => from);
      const entered = sum(own.filter((c) => ways.some((from) => from.node === c.node && from.outcome === c.outcome)));
      const gone = sum(own.filter((c) => c.node === node));
      const here = sum(standing.filter((s) => s.version === id && s.node === node));
      expect({ node, entered }, 'entered = here + left').toEqual({ node, entered: here + gone });
    }
    const ended = sum(own.filter(({ node, outcome }) => node === 'entry' && outcome.startsWith('$end:')));
    const admitted = sum(own.filter(({ node, outcome }) => node === 'entry' && outcome === 'entered'));
    expect(admitted, 'admitted = under way + ended').toBe(sum(standing.filter((s) => s.version === id)) + ended);
  }
}
