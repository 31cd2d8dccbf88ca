import { big, int, json, long, primary, table, text, withDefault } from '../database/columns.js';

export interface EventRow {
  id: number;
  workspaceId: number;
  contactId: number;
  type: string;
  occurredAt: number;
  receivedAt: number;
  messageId: string;
  properties: unknown;
  source: string;
}
export const Event = table<EventRow>(
  'event',
  {
    id: primary(big()),
    workspaceId: big(),
    contactId: big(),
    type: text(),
    occurredAt: big(),
    receivedAt: big(),
    messageId: text(),
    properties: json(),
    source: text(32),
  },
  {
    ux_event_message: ['workspaceId', 'messageId'],
    ix_event_contact: ['workspaceId', 'contactId', 'type', 'occurredAt'],
  },
);

/** An event that journeys have not heard of yet. */
export interface SignalRow {
  id: number;
  workspaceId: number;
  contactId: number;
  at: number;
  /** The contact's: whose worker routes it. */
  shard: number;
}
export const Signal = table<SignalRow>(
  'signal',
  { id: primary(big()), workspaceId: big(), contactId: big(), at: big(), shard: withDefault(int(), 0) },
  { ix_signal_contact: ['contactId'], ix_signal_lane: ['shard', 'workspaceId', 'id'] },
);

/** How far a replay has come; written in the transaction of the events it counts. */
export interface ReplayProgressRow {
  id: string;
  workspaceId: number;
  line: number;
  counters: unknown;
  clock: number;
}
export const Replay = table<ReplayProgressRow>('replay_progress', {
  id: primary(text(64)),
  workspaceId: big(),
  line: big(),
  counters: long(),
  clock: big(),
});
