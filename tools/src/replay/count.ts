import type { NodeCatalogue } from '@sojourn/journey';
import { edgeCounts } from '@sojourn/storage';
import type { JourneyReport, NodeReport } from './report.js';
import type { Stage, StagedJourney } from './stage.js';

/** What the stage's database says of each journey: edges as they were counted, waiting runs as they stand. */
export async function countJourneys(stage: Stage, catalogue: NodeCatalogue): Promise<Record<string, JourneyReport>> {
  const reports: Record<string, JourneyReport> = {};
  for (const journey of stage.journeys) reports[journey.key] = await countJourney(stage, journey, catalogue);
  return reports;
}

async function countJourney(
  { database, workspaceId }: Stage,
  journey: StagedJourney,
  catalogue: NodeCatalogue,
): Promise<JourneyReport> {
  const { document, journeyId, versionId } = journey;
  const counted = await edgeCounts.ofVersion(database.read, workspaceId, versionId);
  const standing = await database.read.rows<{ nodeId: string; state: string; n: number }>(
    'SELECT node_id AS nodeId, state, COUNT(*) AS n FROM run WHERE workspace_id = ? AND journey_id = ? GROUP BY node_id, state',
    [workspaceId, journeyId],
  );
  const ended = await database.read.rows<{ reason: string; n: number }>(
    "SELECT end_reason AS reason, COUNT(*) AS n FROM run WHERE workspace_id = ? AND journey_id = ? AND state = 'ended' GROUP BY end_reason",
    [workspaceId, journeyId],
  );
  const total = (nodeId: string, state: string): number =>
    standing.filter((row) => row.nodeId === nodeId && row.state === state).reduce((sum, { n }) => sum + Number(n), 0);
  const passed = (nodeId: string, outcome: string): number =>
    counted
      .filter((row) => row.nodeId === nodeId && row.outcome === outcome)
      .reduce((sum, { n }) => sum + Number(n), 0);

  const nodes: Record<string, NodeReport> = {};
  for (const { id, type, title, config } of document.nodes) {
    const outcomes = catalogue.get(type)?.outcomes(config) ?? [];
    nodes[id] = {
      type,
      title: title ?? null,
      entered: document.edges
        .filter((edge) => edge.to === id)
        .reduce((sum, { from }) => sum + passed(from.node, from.outcome), 0),
      waiting: total(id, 'active'),
      outcomes: Object.fromEntries(outcomes.map((outcome) => [outcome.id, passed(id, outcome.id)])),
    };
  }
  return {
    name: document.name,
    entries: passed('entry', 'entered'),
    waiting: standing.filter(({ state }) => state === 'active').reduce((sum, { n }) => sum + Number(n), 0),
    ended: Object.fromEntries(ended.map(({ reason, n }) => [reason, Number(n)])),
    quarantined: standing.filter(({ state }) => state === 'quarantined').reduce((sum, { n }) => sum + Number(n), 0),
    nodes,
  };
}
