import { literalRows } from './mysql-literals.js';
import { plain, quote, type BulkUpdate, type CellType, type Dialect } from './dialect.js';

/**
 * Texts of a list travel as short as they are: a list with long ones (a BLOB to MariaDB, beyond 512 characters) becomes a table
 * on disk in the middle of the statement.
 */
const TEXTS = [120, 500] as const;
const typeOf = (type: CellType, rows: BulkUpdate['rows'], place: number): string => {
  if (type !== 'text') return type === 'int' ? 'BIGINT' : 'DOUBLE';
  const longest = rows.reduce((most, row) => Math.max(most, String(row[place] ?? '').length), 0);
  const fits = TEXTS.find((length) => longest <= length);
  return `${fits ? `VARCHAR(${fits})` : 'LONGTEXT'} CHARACTER SET utf8mb4`;
};
/** Deadlock, lock wait timeout, "record has changed since last read" (MariaDB snapshot). */
const CONTENTION = new Set([1213, 1205, 1020]);
/** Too many connections, shutdown, disk or table full, read-only, interrupted, connection killed. */
const OUTAGES = new Set([1040, 1053, 1021, 1114, 1290, 1836, 1317, 1927, 3100]);
const LOST = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const errnoOf = (error: unknown): unknown => (error as { errno?: unknown } | null)?.errno;

/**
 * What MySQL 8 and MariaDB 10.6 both read: `VALUES(column)` in upserts, JSON_TABLE for bulk updates.
 * Connections run without FOUND_ROWS, so `affected` counts rows that changed: an upsert that changes nothing counts 0.
 */
export const mysqlDialect: Dialect = {
  name: 'mysql',
  forUpdate: ' FOR UPDATE',
  // MariaDB does not know FOR SHARE.
  forShare: ' LOCK IN SHARE MODE',
  skipLocked: ' FOR UPDATE SKIP LOCKED',

  among: (values) => (values.length === 0 ? { sql: '(NULL)', params: [] } : { sql: '(?)', params: [values] }),

  insert(table, columns, rows, conflict) {
    let sql = `INSERT INTO ${quote(table)} (${columns.map(quote).join(', ')}) VALUES ?`;
    // INSERT IGNORE would also swallow values too long for their column; assigning a column to itself changes nothing.
    if (conflict === 'ignore')
      sql += ` ON DUPLICATE KEY UPDATE ${quote(columns[0] ?? '')} = ${quote(table)}.${quote(columns[0] ?? '')}`;
    else if (conflict !== 'throw') {
      const set = conflict.set({ old: (c) => `${quote(table)}.${quote(c)}`, fresh: (c) => `VALUES(${quote(c)})` });
      sql += ` ON DUPLICATE KEY UPDATE ${Object.entries(set)
        .map(([column, value]) => `${quote(column)} = ${value}`)
        .join(', ')}`;
    }
    return { sql, params: [literalRows(rows)] };
  },

  update({ table, key, columns, rows, set, where, within }) {
    const names = Object.keys(columns);
    const cells = names.map((name, i) => `v${i} ${typeOf(columns[name] ?? 'text', rows, i + 1)} PATH '$[${i + 1}]'`);
    const assignments = names.map((name, i) => `${quote(table)}.${quote(name)} = v.v${i}`);
    if (set) assignments.push(set);
    const source = `JSON_TABLE(?, '$[*]' COLUMNS (${["k BIGINT PATH '$[0]'", ...cells].join(', ')})) AS v`;
    const guards = [within, where].filter((guard) => guard !== undefined).map((guard) => `(${guard})`);
    const guard = guards.length > 0 ? ` WHERE ${guards.join(' AND ')}` : '';
    // STRAIGHT_JOIN: the list leads, the table follows by its key; otherwise a small table is scanned and locked whole.
    return {
      sql: `UPDATE ${source} STRAIGHT_JOIN ${quote(table)} ON ${quote(table)}.${quote(key)} = v.k SET ${assignments.join(', ')}${guard}`,
      params: [JSON.stringify(rows.map((row) => row.map(plain)))],
    };
  },

  isContention: (error) => CONTENTION.has(errnoOf(error) as number),
  isOutage: (error) => {
    const { code, fatal, message } = (error ?? {}) as { code?: string; fatal?: boolean; message?: string };
    return (
      fatal === true ||
      LOST.has(code ?? '') ||
      OUTAGES.has(errnoOf(error) as number) ||
      /closed state|Pool is closed/.test(message ?? '')
    );
  },
  isDuplicateKey: (error) => errnoOf(error) === 1062,
};
