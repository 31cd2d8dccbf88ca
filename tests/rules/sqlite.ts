import { createRequire } from 'node:module';

/** The part of better-sqlite3 used here; the package brings no types. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): {
    run(...params: readonly (string | number)[]): unknown;
    all(...params: readonly (string | number)[]): unknown[];
  };
  close(): void;
}

const Sqlite = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => SqliteDatabase;

/** An empty database in memory with the three tables that conditions ask, as the storage room makes them. */
export function openTables(): SqliteDatabase {
  const db = new Sqlite(':memory:');
  db.exec(`CREATE TABLE contact (id INTEGER PRIMARY KEY, workspace_id BIGINT NOT NULL, attributes JSON NOT NULL);
    CREATE TABLE contact_tag (workspace_id BIGINT, contact_id BIGINT, tag VARCHAR(191), PRIMARY KEY (workspace_id, contact_id, tag));
    CREATE TABLE event (id INTEGER PRIMARY KEY, workspace_id BIGINT, contact_id BIGINT, type VARCHAR(191), occurred_at BIGINT, properties JSON);
    CREATE INDEX ix_event ON event (workspace_id, contact_id, type, occurred_at);`);
  return db;
}
