import type { Tx } from '../database/database.js';
import { shardOf } from '../database/shard-of.js';
import { insertRows } from '../database/write.js';

export interface NewEvent {
  readonly workspaceId: number;
  readonly contactId: number;
  readonly type: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  /** Unique in the workspace; events of our own making leave it out. */
  readonly messageId?: string;
  /** JSON text. */
  readonly properties: string;
  readonly source: string;
  /** Whether journeys shall hear of it. */
  readonly signal: boolean;
}

/** Message ids of our own making begin so; ingest lets no client use them. */
export const OWN_MESSAGE = 'sojourn:';

/** Writes events and their signals, ids ascending in the order given. The contacts must be locked: see `takeOrdered`. */
export async function insertEvents(tx: Tx, events: readonly NewEvent[]): Promise<number[]> {
  const ids = await tx.takeOrdered('event', events.length);
  // As many ids as events.
  const rows = events.map((event, i) => ({ ...event, id: ids[i]! }));
  await insertRows(
    tx,
    'event',
    ['id', 'workspace_id', 'contact_id', 'type', 'occurred_at', 'received_at', 'message_id', 'properties', 'source'],
    rows.map((e) => [
      e.id,
      e.workspaceId,
      e.contactId,
      e.type,
      e.occurredAt,
      e.receivedAt,
      e.messageId ?? `${OWN_MESSAGE}${e.id}`,
      e.properties,
      e.source,
    ]),
  );
  const signals = rows
    .filter((event) => event.signal)
    .map((e) => [e.id, e.workspaceId, e.contactId, e.receivedAt, shardOf(tx.dialect, e.contactId)]);
  await insertRows(tx, 'signal', ['id', 'workspace_id', 'contact_id', 'at', 'shard'], signals);
  return ids;
}
