import { groupBy, type JsonObject } from '@sojourn/kernel';
import type { Reader, Tx } from '../database/database.js';
import { parseJson, rowsAmong } from '../database/read.js';
import { insertRows, updateRows } from '../database/write.js';
import type { ContactChange, Profile } from './profile.js';

type ProfileRow = Omit<Profile, 'attributes' | 'tags'> & { readonly attributes: string };

/** Contacts with everything a patch may touch, by id. */
export async function loadProfiles(read: Reader, ids: readonly number[]): Promise<Map<number, Profile>> {
  const rows = await rowsAmong<ProfileRow>(
    read,
    ids,
    (list) =>
      `SELECT id, workspace_id AS workspaceId, attributes, email, phone, name, language, time_zone AS timeZone FROM contact WHERE id IN ${list}`,
  );
  const tags = groupBy(await tagsOf(read, rows), (row) => row.contactId);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        attributes: parseJson<JsonObject>(row.attributes) ?? {},
        tags: new Set(tags.get(row.id)?.map(({ tag }) => tag)),
      },
    ]),
  );
}

/** Tags of contacts, each with its contact's id. */
export async function tagsOf(
  read: Reader,
  contacts: readonly { readonly id: number; readonly workspaceId: number }[],
): Promise<{ contactId: number; tag: string }[]> {
  const found: { contactId: number; tag: string }[] = [];
  for (const [workspaceId, group] of groupBy(contacts, (contact) => contact.workspaceId)) {
    const rows = await rowsAmong<{ contactId: number; tag: string }>(
      read,
      group.map(({ id }) => id),
      (list) =>
        `SELECT contact_id AS contactId, tag FROM contact_tag WHERE workspace_id = ? AND contact_id IN ${list} ORDER BY contact_id, tag`,
      [workspaceId],
    );
    found.push(...rows);
  }
  return found;
}

/** Writes changed contacts, each with the tags it won and lost. */
export async function writeProfiles(
  tx: Tx,
  changed: readonly { readonly profile: Profile; readonly change: ContactChange; readonly at: number }[],
): Promise<void> {
  await updateRows(tx, {
    table: 'contact',
    key: 'id',
    columns: {
      attributes: 'text',
      email: 'text',
      phone: 'text',
      name: 'text',
      language: 'text',
      time_zone: 'text',
      updated_at: 'int',
    },
    rows: changed.map(({ profile: p, at }) => [
      p.id,
      JSON.stringify(p.attributes),
      p.email,
      p.phone,
      p.name,
      p.language,
      p.timeZone,
      at,
    ]),
  });
  const won = changed.flatMap(({ profile, change, at }) =>
    change.addedTags.map((tag) => [profile.workspaceId, profile.id, tag, at]),
  );
  await insertRows(tx, 'contact_tag', ['workspace_id', 'contact_id', 'tag', 'added_at'], won, 'ignore');
  const lost = changed.flatMap(({ profile, change }) => change.removedTags.map((tag) => ({ profile, tag })));
  // Few tags, many contacts: one statement per tag.
  for (const group of groupBy(lost, ({ profile, tag }) => `${profile.workspaceId}:${tag}`).values()) {
    const [first] = group;
    if (!first) continue;
    const list = tx.dialect.among(group.map(({ profile }) => profile.id));
    await tx.run(`DELETE FROM contact_tag WHERE workspace_id = ? AND tag = ? AND contact_id IN ${list.sql}`, [
      first.profile.workspaceId,
      first.tag,
      ...list.params,
    ]);
  }
}
