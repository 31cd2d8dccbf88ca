import { big, nullable, primary, table, text } from '../database/columns.js';

/** When and why a run in quarantine was parked; the row is there exactly as long as the run is in quarantine. */
export interface ParkedRow {
  runId: number;
  workspaceId: number;
  journeyId: number;
  versionId: number;
  nodeId: string;
  at: number;
  reason: string;
  /** The plugin it was parked for want of, `<plugin> <version> <hash>`: when that is back, the run goes on by itself. */
  waitsFor: string | null;
}
/** A table of its own: these lists cost the runs that are well nothing, not even an index entry. */
export const Parked = table<ParkedRow>(
  'parked',
  {
    runId: primary(big()),
    workspaceId: big(),
    journeyId: big(),
    versionId: big(),
    nodeId: text(64),
    at: big(),
    reason: text(1_000),
    waitsFor: nullable(text(300)),
  },
  {
    ix_parked_workspace: ['workspaceId', 'at', 'runId'],
    ix_parked_journey: ['workspaceId', 'journeyId', 'at', 'runId'],
    ix_parked_node: ['workspaceId', 'journeyId', 'nodeId', 'at', 'runId'],
    ix_parked_waiting: ['waitsFor', 'workspaceId', 'runId'],
  },
);
