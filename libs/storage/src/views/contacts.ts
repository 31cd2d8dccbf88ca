import type { JsonObject } from '@sojourn/kernel';
import type { Statement, Reader } from '../database/database.js';
import { parseJson, rowsAmong } from '../database/read.js';
import { containing } from './names.js';

export interface ContactLine {
  readonly id: number;
  readonly externalId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
}

export interface ContactProfile extends ContactLine {
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly attributes: JsonObject;
  readonly identities: readonly { readonly kind: string; readonly value: string; readonly createdAt: number }[];
  readonly updatedAt: number;
}

export interface ContactSearch {
  readonly workspaceId: number;
  /** Part of name, e-mail or phone, or the whole external id; any case. */
  readonly search?: string | undefined;
  readonly tag?: string | undefined;
  /** Newest first: only contacts with a smaller id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const LINE =
  'c.id, c.external_id AS externalId, c.email, c.phone, c.name, c.created_at AS createdAt, c.last_seen_at AS lastSeenAt';

/** One page, newest first. */
export async function page(read: Reader, query: ContactSearch): Promise<readonly ContactLine[]> {
  const { sql, params } = filterOf(query);
  const rows = await read.rows<Omit<ContactLine, 'tags'>>(
    `SELECT ${LINE} FROM contact c WHERE ${sql} AND c.id < ? ORDER BY c.id DESC LIMIT ?`,
    [...params, query.before ?? Number.MAX_SAFE_INTEGER, query.limit],
  );
  return withTags(read, query.workspaceId, rows);
}

export async function count(
  read: Reader,
  query: Pick<ContactSearch, 'workspaceId' | 'search' | 'tag'>,
): Promise<number> {
  const { sql, params } = filterOf(query);
  return (await read.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM contact c WHERE ${sql}`, params))[0]?.n ?? 0;
}

function filterOf({ workspaceId, search, tag }: Pick<ContactSearch, 'workspaceId' | 'search' | 'tag'>): Statement {
  let sql = 'c.workspace_id = ? AND c.merged_into IS NULL';
  const params: unknown[] = [workspaceId];
  if (search) {
    sql +=
      " AND (LOWER(c.name) LIKE ? ESCAPE '!' OR LOWER(c.email) LIKE ? ESCAPE '!' OR c.phone LIKE ? ESCAPE '!' OR c.external_id = ?)";
    params.push(containing(search), containing(search), containing(search), search);
  }
  if (tag) {
    sql +=
      ' AND EXISTS (SELECT 1 FROM contact_tag t WHERE t.workspace_id = c.workspace_id AND t.contact_id = c.id AND t.tag = ?)';
    params.push(tag);
  }
  return { sql, params };
}

/** Who meets a condition already translated to SQL over the alias `c`: how many, and the first few. */
export async function meeting(
  read: Reader,
  workspaceId: number,
  condition: Statement,
  sample: number,
): Promise<{ readonly count: number; readonly sample: readonly ContactLine[] }> {
  const where = `c.workspace_id = ? AND c.merged_into IS NULL AND (${condition.sql})`;
  const params = [workspaceId, ...condition.params];
  const [counted] = await read.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM contact c WHERE ${where}`, params);
  const rows = await read.rows<Omit<ContactLine, 'tags'>>(
    `SELECT ${LINE} FROM contact c WHERE ${where} ORDER BY c.id DESC LIMIT ?`,
    [...params, sample],
  );
  return { count: counted?.n ?? 0, sample: await withTags(read, workspaceId, rows) };
}

/** A contact with everything the profile shows; one that was merged away answers the contact it became. */
export async function profile(read: Reader, workspaceId: number, id: number): Promise<ContactProfile | undefined> {
  const [row] = await read.rows<
    Omit<ContactProfile, 'tags' | 'identities' | 'attributes'> & { attributes: string; mergedInto: number | null }
  >(
    `SELECT ${LINE}, c.language, c.time_zone AS timeZone, c.attributes, c.updated_at AS updatedAt, c.merged_into AS mergedInto
     FROM contact c WHERE c.workspace_id = ? AND c.id = ?`,
    [workspaceId, id],
  );
  if (!row) return undefined;
  if (row.mergedInto !== null) return profile(read, workspaceId, row.mergedInto);
  const [line] = await withTags(read, workspaceId, [row]);
  const identities = await read.rows<ContactProfile['identities'][number]>(
    'SELECT kind, value, created_at AS createdAt FROM contact_identity WHERE workspace_id = ? AND contact_id = ? ORDER BY created_at, kind, value',
    [workspaceId, row.id],
  );
  const { mergedInto: _, ...own } = row;
  return { ...own, tags: line?.tags ?? [], attributes: parseJson<JsonObject>(row.attributes) ?? {}, identities };
}

/** Ids of the contacts with these external ids. */
export async function idsOf(
  read: Reader,
  workspaceId: number,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsAmong<{ externalId: string; id: number }>(
    read,
    externalIds,
    (list) =>
      `SELECT external_id AS externalId, id FROM contact WHERE workspace_id = ? AND merged_into IS NULL AND external_id IN ${list}`,
    [workspaceId],
  );
  return new Map(rows.map(({ externalId, id }) => [externalId, id]));
}

/** Which of these ids are contacts of the workspace. */
export async function existing(
  read: Reader,
  workspaceId: number,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await rowsAmong<{ id: number }>(
    read,
    ids,
    (list) => `SELECT id FROM contact WHERE workspace_id = ? AND merged_into IS NULL AND id IN ${list}`,
    [workspaceId],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Attributes of the newest contacts, for pickers. */
export async function recentAttributes(
  read: Reader,
  workspaceId: number,
  limit: number,
): Promise<readonly JsonObject[]> {
  const rows = await read.rows<{ attributes: string }>(
    'SELECT attributes FROM contact WHERE workspace_id = ? AND merged_into IS NULL ORDER BY id DESC LIMIT ?',
    [workspaceId, limit],
  );
  return rows.map(({ attributes }) => parseJson<JsonObject>(attributes) ?? {});
}

export async function tags(
  read: Reader,
  workspaceId: number,
  limit: number,
): Promise<readonly { readonly tag: string; readonly count: number }[]> {
  return read.rows(
    'SELECT tag, COUNT(*) AS count FROM contact_tag WHERE workspace_id = ? GROUP BY tag ORDER BY 2 DESC, tag LIMIT ?',
    [workspaceId, limit],
  );
}

async function withTags(
  read: Reader,
  workspaceId: number,
  rows: readonly Omit<ContactLine, 'tags'>[],
): Promise<readonly ContactLine[]> {
  const found = await rowsAmong<{ contactId: number; tag: string }>(
    read,
    rows.map(({ id }) => id),
    (list) =>
      `SELECT contact_id AS contactId, tag FROM contact_tag WHERE workspace_id = ? AND contact_id IN ${list} ORDER BY tag`,
    [workspaceId],
  );
  const byContact = new Map<number, string[]>();
  for (const { contactId, tag } of found) byContact.set(contactId, [...(byContact.get(contactId) ?? []), tag]);
  return rows.map((row) => ({ ...row, tags: byContact.get(row.id) ?? [] }));
}
