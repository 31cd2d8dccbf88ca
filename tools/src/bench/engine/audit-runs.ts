import { ENTERED, ENTRY_NODE } from '@sojourn/journey';
import { UnexpectedError } from '@sojourn/kernel';
import { edgeCounts, type Reader } from '@sojourn/storage';

export interface Expected {
  readonly workspaceId: number;
  readonly versionId: number;
  readonly runs: number;
  /** Runs seeded beside, which must stand where they stood. */
  readonly waiting: number;
  readonly wakesPerRun: number;
  readonly transitionsPerRun: number;
  /** Runs that left the wait by the event; the others by its end. */
  readonly byEvent: number;
  /** Rows in the outbox, all delivered. */
  readonly deliveries: number;
}

/** Whether every run went the whole way, and no step twice. Throws UnexpectedError `bench.wrong-count`. */
export async function auditRuns(read: Reader, expected: Expected): Promise<void> {
  const { versionId, runs, waiting, wakesPerRun } = expected;
  const number = async (sql: string, params: readonly unknown[]): Promise<number> =>
    Number((await read.rows<{ n: number }>(sql, params))[0]?.n ?? 0);

  const ended = "SELECT COUNT(*) AS n FROM run WHERE version_id = ? AND state = 'ended' AND end_reason = 'finished'";
  same('runs ended at the exit', await number(ended, [versionId]), runs);
  const standing = "SELECT COUNT(*) AS n FROM run WHERE version_id = ? AND state = 'active'";
  same('runs still waiting', await number(standing, [versionId]), waiting);
  same('runs in all', await number('SELECT COUNT(*) AS n FROM run WHERE version_id = ?', [versionId]), runs + waiting);
  const uneven = 'SELECT COUNT(*) AS n FROM (SELECT run_id FROM trace GROUP BY run_id HAVING COUNT(*) <> ?) u';
  same(`runs without exactly ${wakesPerRun} wakes`, await number(uneven, [wakesPerRun]), 0);
  same('wakes in all', await number('SELECT COUNT(*) AS n FROM trace', []), runs * wakesPerRun);
  const delivered = "SELECT COUNT(*) AS n FROM outbox WHERE state = 'delivered'";
  same('messages delivered', await number(delivered, []), expected.deliveries);
  same('messages in the outbox', await number('SELECT COUNT(*) AS n FROM outbox', []), expected.deliveries);
  await auditEdges(read, expected);
}

async function auditEdges(read: Reader, expected: Expected): Promise<void> {
  const { workspaceId, versionId, runs, transitionsPerRun, byEvent } = expected;
  const counted = await edgeCounts.ofVersion(read, workspaceId, versionId);
  const passed = (nodeId: string, outcome?: string): number =>
    counted
      .filter((edge) => edge.nodeId === nodeId && (outcome === undefined || edge.outcome === outcome))
      .reduce((sum, { n }) => sum + Number(n), 0);
  const entered = passed(ENTRY_NODE, ENTERED);
  same('runs that entered', entered, runs);
  const way = ['plan', 'welcome', 'day', 'tagged', 'order', 'thanks'];
  for (const nodeId of way) same(`runs that left ${nodeId}`, passed(nodeId), runs);
  same('transitions', way.reduce((sum, nodeId) => sum + passed(nodeId), entered), runs * transitionsPerRun); // prettier-ignore
  same('runs that left by the event', passed('order', 'ordered'), byEvent);
  same('runs that left by the time-out', passed('order', 'timeout'), runs - byEvent);
}

function same(what: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new UnexpectedError(`The engine did wrong: ${what}: ${found}, expected ${expected}.`, {
    code: 'bench.wrong-count',
  });
}
