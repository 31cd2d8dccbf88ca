import { plain, quote, type Dialect } from './dialect.js';

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** Rows travel as one JSON parameter, so a statement's text never depends on how many there are and stays prepared. */
export const sqliteDialect: Dialect = {
  name: 'sqlite',
  forUpdate: '',
  forShare: '',
  skipLocked: '',

  among: (values) => ({ sql: '(SELECT value FROM json_each(?))', params: [JSON.stringify(values)] }),

  insert(table, columns, rows, conflict) {
    const cells = columns.map((_, i) => `json_extract(value, '$[${i}]')`).join(', ');
    // `WHERE true` keeps the parser from reading ON CONFLICT as a join constraint (SQLite manual, "parsing ambiguity").
    let sql = `INSERT INTO ${quote(table)} (${columns.map(quote).join(', ')}) SELECT ${cells} FROM json_each(?) WHERE true`;
    if (conflict === 'ignore') sql += ' ON CONFLICT DO NOTHING';
    else if (conflict !== 'throw') {
      const set = conflict.set({ old: (c) => `${quote(table)}.${quote(c)}`, fresh: (c) => `excluded.${quote(c)}` });
      const assignments = Object.entries(set).map(([column, value]) => `${quote(column)} = ${value}`);
      sql += ` ON CONFLICT (${conflict.key.map(quote).join(', ')}) DO UPDATE SET ${assignments.join(', ')}`;
    }
    return { sql, params: [JSON.stringify(rows.map((row) => row.map(plain)))] };
  },

  update({ table, key, columns, rows, set, where, within }) {
    const names = Object.keys(columns);
    const cells = names.map((_, i) => `json_extract(value, '$[${i + 1}]') AS v${i}`);
    const assignments = names.map((name, i) => `${quote(name)} = v.v${i}`);
    if (set) assignments.push(set);
    const source = `SELECT json_extract(value, '$[0]') AS k${cells.length ? `, ${cells.join(', ')}` : ''} FROM json_each(?)`;
    // Behind CASE the planner cannot take the guard for a way in: by `state` it would read half the table.
    const guard = where ? ` AND CASE WHEN ${where} THEN 1 ELSE 0 END = 1` : '';
    return {
      sql: `UPDATE ${quote(table)} SET ${assignments.join(', ')} FROM (${source}) AS v WHERE ${quote(table)}.${quote(key)} = v.k${within ? ` AND (${within})` : ''}${guard}`,
      params: [JSON.stringify(rows.map((row) => row.map(plain)))],
    };
  },

  isContention: (error) => codeOf(error).startsWith('SQLITE_BUSY') || codeOf(error).startsWith('SQLITE_LOCKED'),
  isOutage: (error) => /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM|CORRUPT|NOTADB)/.test(codeOf(error)),
  isDuplicateKey: (error) =>
    codeOf(error) === 'SQLITE_CONSTRAINT_UNIQUE' || codeOf(error) === 'SQLITE_CONSTRAINT_PRIMARYKEY',
};
