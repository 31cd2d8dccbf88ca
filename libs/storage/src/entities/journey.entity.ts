import { big, int, long, nullable, primary, table, text } from '../database/columns.js';

export type JourneyState = 'draft' | 'live' | 'paused' | 'archived';
export interface JourneyRow {
  id: number;
  workspaceId: number;
  name: string;
  state: JourneyState;
  draft: string;
  draftRevision: number;
  liveVersionId: number | null;
  /** Rises over all journeys with every change of state or version: engines ask for what is newer. */
  revision: number;
  createdAt: number;
  updatedAt: number;
  createdBy: number | null;
}
export const Journey = table<JourneyRow>(
  'journey',
  {
    id: primary(big()),
    workspaceId: big(),
    name: text(),
    state: text(16),
    draft: long(),
    draftRevision: int(),
    liveVersionId: nullable(big()),
    revision: big(),
    createdAt: big(),
    updatedAt: big(),
    createdBy: nullable(big()),
  },
  { ix_journey_workspace: ['workspaceId', 'updatedAt'], ix_journey_revision: ['revision'] },
);

/** What was published; never changed afterwards. */
export interface JourneyVersionRow {
  id: number;
  workspaceId: number;
  journeyId: number;
  number: number;
  document: string;
  publishedAt: number;
  publishedBy: number | null;
}
export const JourneyVersion = table<JourneyVersionRow>(
  'journey_version',
  {
    id: primary(big()),
    workspaceId: big(),
    journeyId: big(),
    number: int(),
    document: long(),
    publishedAt: big(),
    publishedBy: nullable(big()),
  },
  { ux_journey_version_number: ['journeyId', 'number'] },
);

/** Who is inside a segment entry now, so that entering happens once per turning true. */
export interface SegmentStateRow {
  workspaceId: number;
  journeyId: number;
  entryId: string;
  contactId: number;
}
export const SegmentState = table<SegmentStateRow>(
  'segment_state',
  { journeyId: primary(big()), entryId: primary(text(64)), contactId: primary(big()), workspaceId: big() },
  { ix_segment_state_contact: ['contactId'] },
);

export interface EntryTimerRow {
  id: number;
  workspaceId: number;
  journeyId: number;
  entryId: string;
  /** 0 stands for everyone: NULLs would not be unique. */
  contactId: number;
  dueAt: number;
  /** The last contact admitted of this occurrence. */
  cursor: number;
}
export const EntryTimer = table<EntryTimerRow>(
  'entry_timer',
  {
    id: primary(big()),
    workspaceId: big(),
    journeyId: big(),
    entryId: text(64),
    contactId: big(),
    dueAt: big(),
    cursor: big(),
  },
  { ux_entry_timer_entry: ['journeyId', 'entryId', 'contactId'], ix_entry_timer_due: ['dueAt', 'id'] },
);
