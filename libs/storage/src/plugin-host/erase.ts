import type { Tx } from '../database/database.js';
import * as kv from './kv.js';
import * as recordings from './recordings.js';

/** Removes all that plugins keep of these contacts, in the transaction that erases them. */
export async function erasePluginData(tx: Tx, workspaceId: number, contactIds: readonly number[]): Promise<void> {
  await kv.eraseContacts(tx, workspaceId, contactIds);
  await recordings.eraseContacts(tx, workspaceId, contactIds);
}
