import type { IdSource } from '@sojourn/kernel';
import type { Cell, Dialect } from './dialect.js';

/** What a statement's `?` may hold. Objects never: JSON travels as text. */
export type Param = string | number | boolean | null | undefined;

/** A statement with its parameters, as the dialect's builders make them. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** Reads committed rows; inside a transaction, that transaction's own writes too. */
export interface Reader {
  readonly dialect: Dialect;
  /** The rows of a SELECT. Columns keep the names the SELECT gives them. */
  rows<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** The only thing that can write: handed out by `inTransaction`. */
export interface Tx extends Reader {
  /** Carries a statement out; `affected` counts rows really changed. */
  run(statement: Statement): Promise<{ readonly affected: number }>;
  run(sql: string, params?: readonly unknown[]): Promise<{ readonly affected: number }>;
  /**
   * SQLite alone: carries one statement out for every row and answers how many rows each of them changed. In the same process that
   * is cheaper than any statement over a list.
   */
  readonly each?: (sql: string, rows: readonly (readonly Cell[])[]) => number[];
  /** Fresh ids for rows of one table; ascending, not without gaps. */
  take(kind: string, count: number): Promise<number[]>;
  /**
   * Fresh ids that ascend in the order of these calls on every process: for events, whose ids say which came first.
   * Call it with the contacts locked. Costs one statement, so take all of a batch at once.
   */
  takeOrdered(kind: string, count: number): Promise<number[]>;
}

/** One open database: SQLite in a file, or MySQL/MariaDB over the network. */
export interface Database {
  readonly dialect: Dialect;
  /** Committed state, outside of any transaction. */
  readonly read: Reader;
  readonly ids: IdSource;
  readonly counters: DatabaseCounters;
  /**
   * Runs `work` in one transaction and commits what it did; any throw rolls everything back. Deadlocks, lock timeouts and a
   * busy file run the whole closure again, at most five times: `work` must have no effect but through `tx`.
   *
   *     await database.inTransaction(async (tx) => tx.run('UPDATE journey SET state = ? WHERE id = ?', ['paused', id]));
   *
   * Throws UnexpectedError `storage.nested-transaction` when called inside another one: it would wait for itself.
   */
  inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Statements that would bring the schema in line with the entities; empty when they agree. */
  schemaDrift(): Promise<string[]>;
  close(): Promise<void>;
}

export interface DatabaseCounters {
  transactions: number;
  /** Statements sent, those that begin and end transactions included. */
  statements: number;
  /** Closures run again after a deadlock, a lock timeout or a busy file. */
  retries: number;
}

export interface OpenOptions {
  /** `sqlite:/path/to/file.db`, `mysql://user:password@host:3306/name` or `mariadb://...`. */
  readonly url: string;
  /** Folder that a relative SQLite path starts from. */
  readonly dataDir?: string;
  /** SQLite only. `FULL` (default) survives a power cut; `NORMAL` may then lose the last commits, never consistency. */
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** MySQL only: connections at most. Default 16. */
  readonly poolSize?: number;
  /**
   * Told of named moments inside a transaction, and waited for: see `DATABASE_POINTS`. A spec stops or kills the process there;
   * a throw is what a crash would be to the caller.
   */
  readonly onPoint?: (name: DatabasePoint) => void | Promise<void>;
}

/** Moments around the end of a transaction, for specs of crashes. */
export const DATABASE_POINTS = [
  /** Everything is written, nothing is committed: a crash leaves nothing. */
  'database.before-commit',
  /** The database has committed, nobody knows it yet: a crash leaves everything. */
  'database.after-commit',
] as const;
export type DatabasePoint = (typeof DATABASE_POINTS)[number];
