import { big, nullable, primary, table, text } from '../database/columns.js';

/** What one commit adds to an edge's count: appended, so that no worker waits for another's counting, and squashed later. */
export interface EdgeDeltaRow {
  id: number;
  workspaceId: number;
  versionId: number;
  nodeId: string;
  outcome: string;
  n: number;
}
export const EdgeDelta = table<EdgeDeltaRow>(
  'edge_delta',
  { id: primary(big()), workspaceId: big(), versionId: big(), nodeId: text(64), outcome: text(), n: big() },
  { ix_edge_delta_node: ['versionId', 'nodeId'] },
);

/** Who keeps house now, and how far a chore that takes many rounds has come. */
export interface ChoreRow {
  name: string;
  owner: string | null;
  leaseUntil: number;
  /** Rises whenever the lease is taken or renewed. */
  turn: number;
  /** The day (since 1970) up to which the chore is done. */
  doneDay: number;
  /** The last row that an unfinished chore looked at. */
  reached: number;
}
export const Chore = table<ChoreRow>('chore', {
  name: primary(text(64)),
  owner: nullable(text(64)),
  leaseUntil: big(),
  turn: big(),
  doneDay: big(),
  reached: big(),
});
