import { big, int, long, nullable, primary, table, text } from '../database/columns.js';

/** `paused` holds what was ready when its run was paused, until it goes on. */
export type OutboxState = 'ready' | 'paused' | 'sending' | 'delivered' | 'failed' | 'suppressed' | 'unknown';
export interface OutboxRow {
  id: number;
  workspaceId: number;
  contactId: number;
  runId: number;
  nodeId: string;
  visit: number;
  effectKey: string;
  kind: string;
  effect: string;
  state: OutboxState;
  attempt: number;
  /** When it wants attention: deliverable, or (while sending) the end of the lease. */
  dueAt: number;
  /** When it became deliverable. */
  readyAt: number;
  leaseUntil: number | null;
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
    effect: long(),
    state: text(16),
    attempt: int(),
    dueAt: big(),
    readyAt: big(),
    leaseUntil: nullable(big()),
    reason: nullable(text(255)),
    journal: nullable(long()),
    createdAt: big(),
    settledAt: nullable(big()),
  },
  {
    ux_outbox_key: ['effectKey'],
    ix_outbox_due: ['state', 'dueAt', 'id'],
    ix_outbox_contact: ['workspaceId', 'contactId'],
  },
);

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
