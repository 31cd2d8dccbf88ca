import { big, flag, int, long, nullable, primary, table, text, withDefault } from '../database/columns.js';

/**
 * `paused` holds what was ready when its run was paused, until it goes on; `sending` is with its provider at this moment; `unknown`
 * was, and nobody knows whether it arrived; `dead` was tried in vain until patience ended.
 */
export type OutboxState = 'ready' | 'paused' | 'sending' | 'delivered' | 'failed' | 'suppressed' | 'unknown' | 'dead';
export interface OutboxRow {
  id: number;
  workspaceId: number;
  contactId: number;
  runId: number;
  nodeId: string;
  visit: number;
  effectKey: string;
  kind: string;
  /** A message's channel, else the kind; empty in rows of an engine of the release before. */
  channel: string;
  effect: string;
  state: OutboxState;
  /** Calls of the provider so far. */
  attempt: number;
  /** When it wants attention: deliverable; while sending, the end of the lease by the sender's clock; once settled, when that was. */
  dueAt: number;
  /** When it became deliverable. */
  readyAt: number;
  /** Which worker holds it. A ready row past its lease is anyone's, a sending one needs a decision. */
  holder: string | null;
  /** By the database's clock. */
  leaseUntil: number | null;
  /** SHA-256 of the body first handed over under this key. */
  bodyHash: string | null;
  /** When an attempt first ended in a way that may have arrived. */
  ambiguousAt: number | null;
  /** When a person put it back; its age counts from then. */
  queuedAt: number | null;
  reason: string | null;
  journal: string | null;
  createdAt: number;
  settledAt: number | null;
}
export const Outbox = table<OutboxRow>(
  'outbox',
  {
    id: primary(big()),
    workspaceId: big(),
    contactId: big(),
    runId: big(),
    nodeId: text(64),
    visit: int(),
    effectKey: text(),
    kind: text(32),
    channel: withDefault(text(64), ''),
    effect: long(),
    state: text(16),
    attempt: int(),
    dueAt: big(),
    readyAt: big(),
    holder: nullable(text(64)),
    leaseUntil: nullable(big()),
    bodyHash: nullable(text(64)),
    ambiguousAt: nullable(big()),
    queuedAt: nullable(big()),
    reason: nullable(text(255)),
    journal: nullable(long()),
    createdAt: big(),
    settledAt: nullable(big()),
  },
  {
    ux_outbox_key: ['effectKey'],
    ix_outbox_due: ['state', 'dueAt', 'id'],
    ix_outbox_lane: ['state', 'workspaceId', 'channel', 'dueAt', 'id'],
    ix_outbox_contact: ['workspaceId', 'contactId'],
  },
);

/**
 * What people set for a lane, and how full its bucket is. Channel `*` stands for all channels of the workspace; only its switch
 * counts. A lane without a row has the limits that its channel declares.
 */
export interface SendLaneRow {
  workspaceId: number;
  channel: string;
  /** The kill switch. */
  halted: boolean;
  /** Thousandths of a delivery per second; null: as many as there are. */
  rateMilli: number | null;
  burst: number | null;
  /** Deliveries with the provider at a time, on all workers together. */
  concurrency: number | null;
  /** Thousandths of a delivery that were in the bucket at `refilledAt`. */
  tokensMilli: number;
  /** By the database's clock. */
  refilledAt: number;
  /** The provider asked to be left alone until then, by the database's clock. */
  pausedUntil: number;
}
export const SendLane = table<SendLaneRow>('send_lane', {
  workspaceId: primary(big()),
  channel: primary(text(64)),
  halted: flag(),
  rateMilli: nullable(big()),
  burst: nullable(int()),
  concurrency: nullable(int()),
  tokensMilli: big(),
  refilledAt: big(),
  pausedUntil: big(),
});

/** Messages of the built-in inbox: what a contact would see. */
export interface InboxMessageRow {
  id: number;
  workspaceId: number;
  contactId: number;
  runId: number;
  journeyId: number;
  effectKey: string;
  subject: string;
  body: string;
  format: string;
  at: number;
  readAt: number | null;
}
export const InboxMessage = table<InboxMessageRow>(
  'inbox_message',
  {
    id: primary(big()),
    workspaceId: big(),
    contactId: big(),
    runId: big(),
    journeyId: big(),
    effectKey: text(),
    subject: text(255),
    body: long(),
    format: text(16),
    at: big(),
    readAt: nullable(big()),
  },
  {
    ux_inbox_message_key: ['effectKey'],
    ix_inbox_message_workspace: ['workspaceId', 'at'],
    ix_inbox_message_contact: ['workspaceId', 'contactId', 'at'],
  },
);
