import type { Place } from './dialect.js';
import { sql, type Fragment } from './fragment.js';

/**
 * `readMoment` of ../moment.ts in SQL: epoch milliseconds of an ISO date or date-time, else NULL.
 * Neither database's own date parser will do: they take more than ISO, or less, and each something else.
 */
export function sqliteMoment(text: Fragment): Fragment {
  return sql`(SELECT CASE WHEN
    instr(x, char(0)) = 0
    AND substr(x, 1, 10) GLOB '[1-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    AND date(substr(x, 1, 10)) = substr(x, 1, 10)
    AND (length(x) = 10 OR (
      substr(x, 11, 6) GLOB '[T ][0-2][0-9]:[0-5][0-9]' AND substr(x, 12, 2) <= '23' AND substr(zone, 2, 2) <= '23'
      AND (rest = '' OR rest GLOB ':[0-5][0-9]' OR (
        substr(rest, 1, 4) GLOB ':[0-5][0-9].' AND length(rest) BETWEEN 5 AND 13 AND substr(rest, 5) NOT GLOB '*[^0-9]*'))))
    THEN unixepoch(substr(x, 1, 10)) * 1000
      + CAST(substr(x, 12, 2) AS INTEGER) * 3600000 + CAST(substr(x, 15, 2) AS INTEGER) * 60000
      + CAST(substr(rest, 2, 2) AS INTEGER) * 1000 + CAST(substr(substr(rest, 5) || '000', 1, 3) AS INTEGER)
      - (CASE substr(zone, 1, 1) WHEN '-' THEN -60000 ELSE 60000 END)
        * (CAST(substr(zone, 2, 2) AS INTEGER) * 60 + CAST(substr(zone, 5, 2) AS INTEGER))
    END
    FROM (SELECT x, zone, substr(x, 17, max(length(x) - 16 - length(zone), 0)) AS rest
      FROM (SELECT x, CASE
          WHEN substr(x, -1) = 'Z' THEN 'Z'
          WHEN substr(x, -6) GLOB '[+-][0-2][0-9]:[0-5][0-9]' THEN substr(x, -6)
          ELSE '' END AS zone
        FROM (SELECT ${text} AS x))))`;
}

/** `$` would also match before a last line feed: instead no character at all may follow. */
const PATTERN =
  '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?)?(?![^~]|~)';

/**
 * The pattern travels as a parameter because it holds question marks. The month's first day is made from numbers,
 * since casting 2026-02-30 to a date is an error in strict mode when the query feeds an INSERT.
 */
export function mysqlMoment({ document, path }: Place): Fragment {
  const x = sql`JSON_UNQUOTE(JSON_EXTRACT(${document}, ${path}))`;
  const digits = (from: number, count: number): Fragment => sql`CAST(SUBSTR(${x}, ${from}, ${count}) AS SIGNED)`;
  const monthStart = sql`(MAKEDATE(${digits(1, 4)}, 1) + INTERVAL (${digits(6, 2)} - 1) MONTH)`;
  return sql`CASE WHEN JSON_TYPE(JSON_EXTRACT(${document}, ${path})) = 'STRING' AND ${x} REGEXP ${PATTERN} THEN
    CASE WHEN ${digits(9, 2)} <= DAY(LAST_DAY(${monthStart})) THEN
      (TO_DAYS(${monthStart}) - 719528 + ${digits(9, 2)} - 1) * 86400000
      + CASE WHEN CHAR_LENGTH(${x}) > 10 THEN ${digits(12, 2)} * 3600000 + ${digits(15, 2)} * 60000 ELSE 0 END
      + CASE WHEN SUBSTR(${x}, 17, 1) = ':' THEN ${digits(18, 2)} * 1000 ELSE 0 END
      + CASE WHEN SUBSTR(${x}, 20, 1) = '.'
          THEN CAST(RPAD(SUBSTR(REGEXP_SUBSTR(${x}, '[.][0-9]+'), 2, 3), 3, '0') AS SIGNED) ELSE 0 END
      - CASE WHEN CHAR_LENGTH(${x}) > 16 AND SUBSTR(${x}, -6, 1) IN ('+', '-')
          THEN (CASE SUBSTR(${x}, -6, 1) WHEN '-' THEN -60000 ELSE 60000 END)
            * (CAST(SUBSTR(${x}, -5, 2) AS SIGNED) * 60 + CAST(SUBSTR(${x}, -2) AS SIGNED)) ELSE 0 END
    END END`;
}
