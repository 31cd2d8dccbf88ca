import type { Cell } from './dialect.js';

/**
 * A value as MySQL reads it in a statement. Inside single quotes only the quote and the backslash mean anything; the driver's own
 * escaping, which also rewrites every double quote of our JSON, takes twice the time.
 */
export function literal(cell: Cell): string {
  if (cell === null || cell === undefined) return 'NULL';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : 'NULL';
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  return cell.includes("'") || cell.includes('\\') ? `'${cell.replaceAll(/['\\]/g, '\\$&')}'` : `'${cell}'`;
}

/** `(1, 'a'), (2, 'b')`: a parameter for the `?` behind VALUES, written out when the statement is sent. Every row ends with `rest`. */
export function literalRows(rows: readonly (readonly Cell[])[], rest: readonly Cell[] = []): { toSqlString(): string } {
  const end = `${rest.map((cell) => `, ${literal(cell)}`).join('')})`;
  return {
    toSqlString() {
      let sql = '';
      for (const row of rows) {
        sql += sql === '' ? '(' : ', (';
        for (let i = 0; i < row.length; i++) sql += i === 0 ? literal(row[i]) : `, ${literal(row[i])}`;
        sql += end;
      }
      return sql;
    },
  };
}
