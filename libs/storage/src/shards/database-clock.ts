import type { Dialect } from '../database/dialect.js';

/**
 * The database's own clock as an expression, epoch milliseconds: the one clock that all workers share. It is the moment at
 * which the statement began, so that a statement that had to wait errs on the side of a shorter lease. Counted from UTC:
 * `UNIX_TIMESTAMP(NOW())` would be ambiguous in the hour that a time zone lives through twice.
 */
export const DATABASE_NOW: Readonly<Record<Dialect['name'], string>> = {
  sqlite: "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
  mysql: "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)",
};
