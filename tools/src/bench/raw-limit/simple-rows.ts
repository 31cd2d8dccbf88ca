import type { Database, Tx } from '@sojourn/storage';
import { openFor, type BenchDatabase } from '../bench-database.js';

/** Rows of about 350 bytes with one index and a history of 100 bytes: for scale, what a table made for nothing else would do. */
const ROW = `CREATE TABLE simple_row (id BIGINT PRIMARY KEY, contact BIGINT NOT NULL, state VARCHAR(16) NOT NULL, node VARCHAR(64) NOT NULL,
  due_at BIGINT NOT NULL, lease BIGINT NOT NULL, data VARCHAR(400) NOT NULL, updated_at BIGINT NOT NULL)`;
const INDEX = 'CREATE INDEX ix_simple_due ON simple_row (state, due_at, id)';
const HISTORY =
  'CREATE TABLE simple_history (id BIGINT PRIMARY KEY, contact BIGINT NOT NULL, at BIGINT NOT NULL, node VARCHAR(64) NOT NULL, data VARCHAR(200) NOT NULL)';
const COLUMNS = ['id', 'contact', 'state', 'node', 'due_at', 'lease', 'data', 'updated_at'];
const DATA = JSON.stringify({ attributes: 'x'.repeat(150) });
const TOLD = JSON.stringify({ steps: 'y'.repeat(80) });

interface Simple {
  readonly id: number;
  readonly contact: number;
}

/** Rows claimed, updated in bulk and written a history of, a second, one batch after the other. */
export async function simpleRowsPerSecond(bench: BenchDatabase, rows: number, batchSize: number): Promise<number> {
  const database = await openFor(await bench.fresh(), 4);
  try {
    await database.inTransaction(async (tx) => {
      for (const sql of [ROW, INDEX, HISTORY]) await tx.run(sql);
    });
    for (let first = 1; first <= rows; first += batchSize) {
      const ids = Array.from({ length: Math.min(batchSize, rows - first + 1) }, (_, i) => ({ id: first + i, contact: first + i })); // prettier-ignore
      await database.inTransaction((tx) => insert(tx, 'simple_row', COLUMNS, ids.map((row) => cells(row, row.id)))); // prettier-ignore
    }
    const began = performance.now();
    for (let moved = 0; moved < rows; moved += batchSize) await moveBatch(database, batchSize, rows + moved);
    return rows / ((performance.now() - began) / 1_000);
  } finally {
    await database.close();
  }
}

async function moveBatch(database: Database, limit: number, place: number): Promise<void> {
  const claimed = await database.inTransaction(async (tx) => {
    const due = await tx.rows<Simple>(
      `SELECT id, contact FROM simple_row WHERE state = 'active' AND due_at < ? ORDER BY due_at, id LIMIT ?${tx.dialect.skipLocked}`,
      [Number.MAX_SAFE_INTEGER, limit],
    );
    const list = tx.dialect.among(due.map(({ id }) => id));
    await tx.run(`UPDATE simple_row SET lease = ? WHERE id IN ${list.sql}`, [place, ...list.params]);
    return due;
  });
  await database.inTransaction(async (tx) => {
    await insert(tx, 'simple_row', COLUMNS, claimed.map((row, i) => cells(row, place + i)), ['due_at', 'node', 'data', 'updated_at']); // prettier-ignore
    await insert(tx, 'simple_history', ['id', 'contact', 'at', 'node', 'data'], claimed.map(({ contact }, i) => [place + i, contact, place, 'order', TOLD])); // prettier-ignore
  });
}

const cells = ({ id, contact }: Simple, dueAt: number): (string | number)[] => [
  id,
  contact,
  'active',
  'order',
  dueAt,
  0,
  DATA,
  dueAt,
];

/** With `update`, rows that are there take these columns anew: the form that is fastest on either database. */
async function insert(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  update: readonly string[] = [],
): Promise<void> {
  const names = columns.join(', ');
  if (tx.dialect.name === 'mysql') {
    const set = update.map((name) => `${name} = VALUES(${name})`).join(', ');
    await tx.run(`INSERT INTO ${table} (${names}) VALUES ?${set && ` ON DUPLICATE KEY UPDATE ${set}`}`, [rows]);
    return;
  }
  const values = columns.map((_, i) => `json_extract(value, '$[${i}]')`).join(', ');
  const set = update.map((name) => `${name} = excluded.${name}`).join(', ');
  await tx.run(
    `INSERT INTO ${table} (${names}) SELECT ${values} FROM json_each(?) WHERE true${set && ` ON CONFLICT (id) DO UPDATE SET ${set}`}`,
    [JSON.stringify(rows)],
  );
}
