import type { Statement } from './database.js';

/** How a bulk statement carries a column: `int` and `real` as numbers, `text` also for JSON. */
export type CellType = 'int' | 'real' | 'text';
export type Cell = string | number | boolean | null | undefined;

/** What to do with a row whose unique key is taken. */
export type OnConflict =
  | 'throw'
  /** Leave the stored row as it is. */
  | 'ignore'
  /** Change the stored row: column -> expression over `old(column)` and `fresh(column)` as the builders give them. */
  | {
      readonly key: readonly string[];
      readonly set: (row: {
        old(column: string): string;
        fresh(column: string): string;
      }) => Readonly<Record<string, string>>;
    };

export interface BulkUpdate {
  readonly table: string;
  readonly key: string;
  /** Column -> how it travels; the key's column is the first cell of every row, these follow in order. */
  readonly columns: Readonly<Record<string, CellType>>;
  readonly rows: readonly (readonly Cell[])[];
  /** More assignments, over the stored row's bare column names: `fence = fence + 1`. */
  readonly set?: string;
  /** Guard over the stored row's bare column names: `state = 'free'`. */
  readonly where?: string;
  /** The columns in front of the key in its index, which must be searched along with it: `workspace_id = 7`. */
  readonly within?: string;
}

/** The few places where SQLite and MySQL speak differently. Everything else is SQL that both read. */
export interface Dialect {
  readonly name: 'sqlite' | 'mysql';
  /** Appended to a SELECT: locks its rows until the end of the transaction. Nothing on SQLite, where one writer holds the file. */
  readonly forUpdate: string;
  /** Appended to a SELECT: its rows stay as they are until the end of the transaction; others may read them so too. */
  readonly forShare: string;
  /** As `forUpdate`, passing over rows that others hold. */
  readonly skipLocked: string;
  /** The right side of `IN`, with its parameters: `sql: x IN ${list.sql}`. Takes an empty list. */
  among(values: readonly (string | number)[]): Statement;
  /** Multi-row insert; split long lists with `inBatches` (the `write` helpers do). */
  insert(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Cell[])[],
    conflict: OnConflict,
  ): Statement;
  /** Different values for many rows, by an integer key, in one statement. */
  update(change: BulkUpdate): Statement;
  /** Whether an error means: another transaction was in the way, run it again. */
  isContention(error: unknown): boolean;
  isDuplicateKey(error: unknown): boolean;
  /** Whether an error means: the database is gone, full or read-only, whatever was asked of it. */
  isOutage(error: unknown): boolean;
}

export const quote = (name: string): string => `\`${name}\``;
export const names = (columns: readonly string[]): string => columns.map(quote).join(', ');
export const plain = (cell: Cell): string | number | null => {
  // Half of a character, as where a text was cut, is no JSON to MariaDB: the statement would fail for all its rows.
  if (typeof cell === 'string') return cell.toWellFormed();
  return cell === undefined ? null : typeof cell === 'boolean' ? Number(cell) : cell;
};
