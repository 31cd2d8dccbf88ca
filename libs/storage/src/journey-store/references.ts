import type { Tx } from '../database/database.js';

/**
 * Finds what nodes name in their config, by id or by name, and locks it: forms store ids, packaged journeys bring names.
 * An id wins over a name that looks like one.
 */
export async function findByReference<Row extends { readonly id: number; readonly name: string }>(
  tx: Tx,
  table: 'coupon_pool' | 'collection',
  columns: string,
  workspaceId: number,
  references: readonly string[],
): Promise<Map<string, Row>> {
  const ids = tx.dialect.among(references.filter((reference) => /^[1-9]\d{0,15}$/.test(reference)).map(Number));
  const names = tx.dialect.among(references);
  const rows = await tx.rows<Row>(
    `SELECT ${columns} FROM \`${table}\` WHERE workspace_id = ? AND (id IN ${ids.sql} OR name IN ${names.sql}) ORDER BY id${tx.dialect.forUpdate}`,
    [workspaceId, ...ids.params, ...names.params],
  );
  const found = new Map<string, Row>();
  for (const reference of references) {
    const row = rows.find(({ id }) => String(id) === reference) ?? rows.find(({ name }) => name === reference);
    if (row) found.set(reference, row);
  }
  return found;
}
