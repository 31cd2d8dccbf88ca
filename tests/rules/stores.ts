import mysql from 'mysql2/promise';
import { toSql, type Condition, type EventFact } from '@sojourn/rules';
import { openTables } from './sqlite.js';

/** One contact of a random world. */
export interface Person {
  readonly id: number;
  readonly attributes: EventFact['properties'];
  readonly tags: readonly string[];
  readonly events: readonly EventFact[];
}

/** A real database holding one world at a time. */
export interface Store {
  load(people: readonly Person[]): Promise<void>;
  /** Per condition the ids of the contacts it finds, ascending. */
  find(conditions: readonly Condition[], now: number): Promise<number[][]>;
  close(): Promise<void>;
}

export const WORKSPACE = 7;

type Row = readonly (string | number)[];

/** Each contact also gets rows of another workspace under its id: none of them may count. */
function rowsOf(people: readonly Person[]): { contact: Row[]; contact_tag: Row[]; event: Row[] } {
  return {
    contact: people.map(({ id, attributes }): Row => [id, WORKSPACE, JSON.stringify(attributes)]),
    contact_tag: people.flatMap(({ id, tags }) => [
      ...tags.map((tag): Row => [WORKSPACE, id, tag]),
      [WORKSPACE + 1, id, 'vip'],
    ]),
    event: people.flatMap(({ id, events }) =>
      events.flatMap((event): Row[] => [
        [event.id, WORKSPACE, id, event.type, event.occurredAt, JSON.stringify(event.properties)],
        [event.id + 500_000, WORKSPACE + 1, id, event.type, event.occurredAt, JSON.stringify(event.properties)],
      ]),
    ),
  };
}

export function openSqlite(): Store {
  const db = openTables();
  return {
    async load(people) {
      for (const [table, rows] of Object.entries(rowsOf(people))) {
        db.exec(`DELETE FROM ${table}`);
        for (const row of rows) db.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join()})`).run(...row);
      }
    },
    async find(conditions, now) {
      return conditions.map((condition) => {
        const where = toSql(condition, { dialect: 'sqlite', workspaceId: WORKSPACE, now, contact: 'c' });
        const rows = db
          .prepare(`SELECT c.id AS id FROM contact AS c WHERE ${where.sql} ORDER BY c.id`)
          .all(...where.params);
        return rows.map((row) => (row as { id: number }).id);
      });
    },
    async close() {
      db.close();
    },
  };
}

/** A database of its own on the server at `url`, dropped on `close`. `prepared` uses the binary protocol. */
export async function openMysql(url: string, prepared = false): Promise<Store> {
  const name = `sojourn_rules_${process.pid}_${prepared ? 'p' : 'q'}`;
  const connection = await mysql.createConnection({ uri: url, charset: 'utf8mb4' });
  await connection.query(`DROP DATABASE IF EXISTS ${name}`);
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  await connection.query(`USE ${name}`);
  for (const table of [
    'contact (id BIGINT PRIMARY KEY, workspace_id BIGINT NOT NULL, attributes JSON NOT NULL)',
    'contact_tag (workspace_id BIGINT, contact_id BIGINT, tag VARCHAR(191), PRIMARY KEY (workspace_id, contact_id, tag))',
    'event (id BIGINT PRIMARY KEY, workspace_id BIGINT, contact_id BIGINT, type VARCHAR(191), occurred_at BIGINT, properties JSON, KEY ix (workspace_id, contact_id, type, occurred_at))',
  ]) {
    await connection.query(`CREATE TABLE ${table}`);
  }
  return {
    async load(people) {
      for (const [table, rows] of Object.entries(rowsOf(people))) {
        await connection.query(`DELETE FROM ${table}`);
        if (rows.length > 0) await connection.query(`INSERT INTO ${table} VALUES ?`, [rows]);
      }
    },
    async find(conditions, now) {
      const found: number[][] = [];
      for (const condition of conditions) {
        const where = toSql(condition, { dialect: 'mysql', workspaceId: WORKSPACE, now, contact: 'c' });
        const text = `SELECT c.id AS id FROM contact AS c WHERE ${where.sql} ORDER BY c.id`;
        const [rows] = await (prepared ? connection.execute(text, where.params) : connection.query(text, where.params));
        found.push((rows as { id: number }[]).map(({ id }) => id));
      }
      return found;
    },
    async close() {
      await connection.query(`DROP DATABASE ${name}`);
      await connection.end();
    },
  };
}
