import { createRequire } from 'node:module';
import { LEASED, Rising, type BareLoop } from './bare-loop.js';
import { RUN_COLUMNS, TRACE_COLUMNS, runCells, traceCells, type ClaimedRow } from './raw-rows.js';

type Cells = readonly (string | number | null)[];
type Write = (rows: readonly Cells[]) => unknown;

/** The part of better-sqlite3, which ships no types, that is called here. */
interface Statement {
  all(...params: unknown[]): unknown[];
  run(...params: unknown[]): unknown;
}
interface Handle {
  prepare(sql: string): Statement;
  exec(sql: string): unknown;
  pragma(source: string): unknown;
  close(): void;
}
const Sqlite = createRequire(import.meta.url)('better-sqlite3') as new (path: string) => Handle;

/** A bare loop on a SQLite file, written by hand, on one connection set up as the engine's own. */
export function sqliteLoop(file: string): BareLoop {
  const database = new Sqlite(file);
  for (const pragma of [
    'cache_size = -65536',
    'temp_store = MEMORY',
    'wal_autocheckpoint = 8000',
    'synchronous = FULL',
  ])
    database.pragma(pragma);
  const claimByWrite = database.prepare(
    "UPDATE run SET due_at = ?, fence = fence + 1, claimed = 1 WHERE id IN (SELECT id FROM run WHERE state = 'active' AND due_at < ? ORDER BY due_at, id LIMIT ?) RETURNING id, contact_id AS contactId",
  );
  const claimByRead = database.prepare(
    "SELECT id, contact_id AS contactId FROM run WHERE state = 'active' AND due_at < ? ORDER BY due_at, id LIMIT ?",
  );
  const forms = writersOf(database);
  const ring = new Rising();
  const traces = new Rising();
  return {
    forms: Object.keys(forms),
    lanes: [1],
    async move({ form, rows: total, batchSize, claim, samples }) {
      const writers = forms[form];
      if (!writers) throw new Error(`no form ${form}`);
      for (let left = total; left > 0; left -= batchSize) {
        const limit = Math.min(batchSize, left);
        database.exec('BEGIN IMMEDIATE');
        // The statement names these two columns.
        const rows = (claim === 'write' ? claimByWrite.all(LEASED, LEASED, limit) : claimByRead.all(LEASED, limit)) as ClaimedRow[]; // prettier-ignore
        if (claim === 'write') {
          database.exec('COMMIT');
          database.exec('BEGIN IMMEDIATE');
        }
        const place = ring.take(rows.length);
        const trace = traces.take(rows.length);
        writers.update(rows.map((row, i) => runCells(row, place + i, samples)));
        writers.insert(rows.map((row, i) => traceCells(row, trace + i, place, samples)));
        database.exec('COMMIT');
      }
    },
    close: async () => database.close(),
  };
}

function writersOf(database: Handle): Readonly<Record<string, { readonly update: Write; readonly insert: Write }>> {
  const updateOne = database.prepare(
    `UPDATE run SET ${RUN_COLUMNS.map((name) => `${name} = ?`).join(', ')}, fence = fence + 1 WHERE id = ?`,
  );
  const insertOne = database.prepare(
    `INSERT INTO trace (${TRACE_COLUMNS.join(', ')}) VALUES (${TRACE_COLUMNS.map(() => '?').join(', ')})`,
  );
  const source = `SELECT json_extract(value, '$[0]') AS k, ${RUN_COLUMNS.map((_, i) => `json_extract(value, '$[${i + 1}]') AS v${i}`).join(', ')} FROM json_each(?)`;
  const updateMany = database.prepare(
    `UPDATE run SET ${RUN_COLUMNS.map((name, i) => `${name} = v.v${i}`).join(', ')}, fence = fence + 1 FROM (${source}) AS v WHERE run.id = v.k`,
  );
  const insertMany = database.prepare(
    `INSERT INTO trace (${TRACE_COLUMNS.join(', ')}) SELECT ${TRACE_COLUMNS.map((_, i) => `json_extract(value, '$[${i}]')`).join(', ')} FROM json_each(?)`,
  );
  const each =
    (statement: Statement): Write =>
    (rows) => {
      for (const row of rows) statement.run(...row);
    };
  const whole =
    (statement: Statement): Write =>
    (rows) =>
      statement.run(JSON.stringify(rows));
  return {
    'prepared, row by row': {
      update: (rows) => each(updateOne)(rows.map(([id, ...cells]) => [...cells, id ?? null])),
      insert: each(insertOne),
    },
    json_each: { update: whole(updateMany), insert: whole(insertMany) },
  };
}
