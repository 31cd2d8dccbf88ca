import { big, flag, int, json, long, nullable, partitionedBy, primary, table, text } from '../database/columns.js';

export type RunState = 'active' | 'paused' | 'ended' | 'quarantined';
export interface RunRow {
  id: number;
  workspaceId: number;
  journeyId: number;
  versionId: number;
  contactId: number;
  /** The payload field's value that keeps two runs of one contact apart; empty without one. */
  entryKey: string;
  entryId: string;
  /** The contact's: see `shardOf`. Whose worker moves it. */
  shard: number;
  state: RunState;
  nodeId: string;
  visits: string;
  arrivedAt: number;
  /** When it moves on by itself; the end of the lease while it is claimed; null: only an event or a receipt wakes it. */
  dueAt: number | null;
  fence: number;
  claimed: boolean;
  /** What `dueAt` was before the claim. */
  claimedDue: number | null;
  pending: string;
  memory: string | null;
  variables: string;
  entryEventId: number | null;
  startedAt: number;
  endedAt: number | null;
  endReason: string | null;
  endDetail: string | null;
}
/** A lane's due runs lie side by side in `ix_run_lane`, in the order of claiming. */
export const Run = table<RunRow>(
  'run',
  {
    id: primary(big()),
    workspaceId: big(),
    journeyId: big(),
    versionId: big(),
    contactId: big(),
    entryKey: text(),
    entryId: text(64),
    shard: int(),
    state: text(16),
    nodeId: text(64),
    visits: long(),
    arrivedAt: big(),
    dueAt: nullable(big()),
    fence: int(),
    claimed: flag(),
    claimedDue: nullable(big()),
    pending: long(),
    memory: nullable(long()),
    variables: long(),
    entryEventId: nullable(big()),
    startedAt: big(),
    endedAt: nullable(big()),
    endReason: nullable(text(32)),
    endDetail: nullable(text()),
  },
  {
    ix_run_lane: ['state', 'shard', 'workspaceId', 'dueAt', 'id'],
    ix_run_identity: ['journeyId', 'contactId', 'entryKey'],
    ix_run_contact: ['workspaceId', 'contactId'],
  },
);

export interface SubscriptionRow {
  runId: number;
  subId: string;
  workspaceId: number;
  contactId: number;
  eventType: string;
  filter: unknown;
}
export const Subscription = table<SubscriptionRow>(
  'subscription',
  {
    runId: primary(big()),
    subId: primary(text()),
    workspaceId: big(),
    contactId: big(),
    eventType: text(),
    filter: nullable(json()),
  },
  { ix_subscription_event: ['contactId', 'eventType'] },
);

/** What one wake of one run did. */
export interface TraceRow {
  id: number;
  workspaceId: number;
  runId: number;
  journeyId: number;
  contactId: number;
  at: number;
  steps: string;
}
export const Trace = table<TraceRow>(
  'trace',
  {
    id: primary(big()),
    workspaceId: big(),
    runId: big(),
    journeyId: big(),
    contactId: big(),
    at: partitionedBy(big()),
    steps: long(),
  },
  { ix_trace_contact: ['workspaceId', 'contactId', 'at', 'id'] },
);

/** How many runs left a node by an outcome; see counts. */
export interface EdgeCountRow {
  workspaceId: number;
  versionId: number;
  nodeId: string;
  outcome: string;
  n: number;
}
export const EdgeCount = table<EdgeCountRow>('edge_count', {
  versionId: primary(big()),
  nodeId: primary(text(64)),
  outcome: primary(text()),
  workspaceId: big(),
  n: big(),
});

/** The first answer to a node's ask; asked again after a crash, it is given again. */
export interface AskRow {
  runId: number;
  nodeId: string;
  visit: number;
  kind: string;
  workspaceId: number;
  answer: string;
}
export const Ask = table<AskRow>('ask', {
  runId: primary(big()),
  nodeId: primary(text(64)),
  visit: primary(int()),
  kind: primary(text(32)),
  workspaceId: big(),
  answer: long(),
});
