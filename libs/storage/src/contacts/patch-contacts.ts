import { CONTACT_UPDATED } from '@sojourn/execution';
import type { Tx } from '../database/database.js';
import { insertEvents } from '../events/insert-events.js';
import { lockContacts } from './lock-contacts.js';
import { applyPatch, type ContactPatch } from './profile.js';
import { loadProfiles, writeProfiles } from './write-profiles.js';

/**
 * Changes contacts by hand and tells journeys when something really changed. Contacts of another workspace are passed over.
 * Answers the ids of those that changed.
 */
export async function patchContacts(
  tx: Tx,
  workspaceId: number,
  patches: readonly { readonly contactId: number; readonly patch: ContactPatch }[],
  now: number,
): Promise<number[]> {
  const ids = patches.map(({ contactId }) => contactId);
  await lockContacts(tx, ids);
  const profiles = await loadProfiles(tx, ids);
  const changed = patches.flatMap(({ contactId, patch }) => {
    const profile = profiles.get(contactId);
    const change = profile?.workspaceId === workspaceId ? applyPatch(profile, patch) : null;
    return profile && change ? [{ profile, change, at: now }] : [];
  });
  await writeProfiles(tx, changed);
  await insertEvents(
    tx,
    changed.map(({ profile, change }) => ({
      workspaceId,
      contactId: profile.id,
      type: CONTACT_UPDATED,
      occurredAt: now,
      receivedAt: now,
      properties: JSON.stringify(change),
      source: 'api',
      signal: true,
    })),
  );
  return changed.map(({ profile }) => profile.id);
}
