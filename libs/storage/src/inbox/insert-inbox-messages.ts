import type { Database } from '../database/database.js';
import { ascending, rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';

/** A message that the built-in inbox keeps. */
export interface NewInboxMessage {
  readonly workspaceId: number;
  readonly contactId: number;
  readonly runId: number;
  /** The effect's key; the inbox keeps one message for each. */
  readonly key: string;
  readonly subject: string;
  readonly body: string;
  readonly format: 'text' | 'html';
  readonly at: number;
}

const LONGEST_SUBJECT = 255;

/** Keeps messages in one transaction; a key that is there already changes nothing. */
export async function insertInboxMessages(database: Database, messages: readonly NewInboxMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await database.inTransaction(async (tx) => {
    const runs = await rowsAmong<{ id: number; journeyId: number }>(
      tx,
      ascending(new Set(messages.map(({ runId }) => runId))),
      (list) => `SELECT id, journey_id AS journeyId FROM run WHERE id IN ${list}`,
    );
    const journeyOf = new Map(runs.map(({ id, journeyId }) => [id, journeyId]));
    const ids = await tx.take('inbox_message', messages.length);
    await insertRows(
      tx,
      'inbox_message',
      ['id', 'workspace_id', 'contact_id', 'run_id', 'journey_id', 'effect_key', 'subject', 'body', 'format', 'at'],
      messages.map((message, index) => [
        ids[index],
        message.workspaceId,
        message.contactId,
        message.runId,
        journeyOf.get(message.runId) ?? 0,
        message.key,
        [...message.subject].slice(0, LONGEST_SUBJECT).join(''),
        message.body,
        message.format,
        message.at,
      ]),
      'ignore',
    );
  });
}
