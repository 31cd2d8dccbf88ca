import { sql, type Fragment } from './fragment.js';
import { mysqlMoment, sqliteMoment } from './moment.js';

/** A place in a JSON document: a column and a path such as `$."address"."city"`. */
export interface Place {
  readonly document: Fragment;
  readonly path: string;
}

/**
 * What differs between the databases. Every reading is NULL when the value is missing or of another type, so a
 * comparison over it is NULL too, and `COALESCE(…, 0)` around each comparison gives the two-valued answer.
 */
export interface Dialect {
  exists(place: Place): Fragment;
  text(place: Place): Fragment;
  number(place: Place): Fragment;
  /** Epoch milliseconds of an ISO date or date-time. */
  moment(place: Place): Fragment;
  isBoolean(place: Place, value: boolean): Fragment;
  /** A text parameter that compares by code point and without padding. */
  word(text: string): Fragment;
  /** Whether a text column holds exactly this, beside the indexable `=`. */
  same(column: Fragment, text: string): Fragment;
  startsWith(text: Fragment, word: string): Fragment;
  contains(text: Fragment, word: string): Fragment;
  endsWith(text: Fragment, word: string): Fragment;
  /** Whether a list has this text as an element. */
  hasElement(place: Place, word: string): Fragment;
  /** A text made short enough for COUNT(DISTINCT …). */
  digest(text: Fragment): Fragment;
}

const utf8 = new TextEncoder();

/** SQLite compares text by its bytes, which is by code point in UTF-8. */
export const sqlite: Dialect = {
  exists: ({ document, path }) => sql`json_type(${document}, ${path}) <> 'null'`,
  text: ({ document, path }) =>
    sql`CASE WHEN json_type(${document}, ${path}) = 'text' THEN json_extract(${document}, ${path}) END`,
  number: ({ document, path }) =>
    sql`CASE WHEN json_type(${document}, ${path}) IN ('integer', 'real') THEN CAST(json_extract(${document}, ${path}) AS REAL) END`,
  moment: (place) => sqliteMoment(sqlite.text(place)),
  isBoolean: ({ document, path }, value) => sql`json_type(${document}, ${path}) = ${value ? 'true' : 'false'}`,
  word: (text) => sql`${text}`,
  same: (column, text) => sql`${column} = ${text}`,
  startsWith: (text, word) => sql`instr(${text}, ${word}) = 1`,
  contains: (text, word) => sql`instr(${text}, ${word}) > 0`,
  // As bytes: length() of a text stops at a NUL character.
  endsWith: (text, word) =>
    word === ''
      ? sql`${text} IS NOT NULL`
      : sql`substr(CAST(${text} AS BLOB), ${-utf8.encode(word).length}) = CAST(${word} AS BLOB)`,
  hasElement: ({ document, path }, word) =>
    sql`json_type(${document}, ${path}) = 'array' AND EXISTS (SELECT 1 FROM json_each(${document}, ${path}) AS li WHERE li.type = 'text' AND li.value = ${word})`,
  digest: (text) => text,
};

/**
 * MySQL 8 and MariaDB 10.6. Text becomes bytes before it is compared: utf8mb4_bin pads with spaces, other collations
 * fold case, and the one that does neither has a different name in each.
 */
export const mysql: Dialect = {
  exists: ({ document, path }) => sql`JSON_TYPE(JSON_EXTRACT(${document}, ${path})) <> 'NULL'`,
  text: ({ document, path }) =>
    sql`CASE WHEN JSON_TYPE(JSON_EXTRACT(${document}, ${path})) = 'STRING' THEN CAST(JSON_UNQUOTE(JSON_EXTRACT(${document}, ${path})) AS BINARY) END`,
  number: ({ document, path }) =>
    sql`CASE WHEN JSON_TYPE(JSON_EXTRACT(${document}, ${path})) IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') THEN JSON_EXTRACT(${document}, ${path}) + 0e0 END`,
  moment: (place) => mysqlMoment(place),
  isBoolean: ({ document, path }, value) =>
    sql`JSON_TYPE(JSON_EXTRACT(${document}, ${path})) = 'BOOLEAN' AND JSON_UNQUOTE(JSON_EXTRACT(${document}, ${path})) = ${value ? 'true' : 'false'}`,
  word: (text) => sql`CAST(${text} AS BINARY)`,
  same: (column, text) => sql`${column} = ${text} AND CAST(${column} AS BINARY) = CAST(${text} AS BINARY)`,
  startsWith: (text, word) => sql`INSTR(${text}, CAST(${word} AS BINARY)) = 1`,
  contains: (text, word) => sql`INSTR(${text}, CAST(${word} AS BINARY)) > 0`,
  endsWith: (text, word) =>
    word === '' ? sql`${text} IS NOT NULL` : sql`RIGHT(${text}, ${utf8.encode(word).length}) = CAST(${word} AS BINARY)`,
  hasElement: ({ document, path }, word) =>
    sql`JSON_TYPE(JSON_EXTRACT(${document}, ${path})) = 'ARRAY' AND EXISTS (SELECT 1 FROM JSON_TABLE(JSON_EXTRACT(${document}, ${path}), '$[*]' COLUMNS (v JSON PATH '$')) AS li WHERE JSON_TYPE(li.v) = 'STRING' AND CAST(JSON_UNQUOTE(li.v) AS BINARY) = CAST(${word} AS BINARY))`,
  digest: (text) => sql`SHA2(${text}, 256)`,
};
