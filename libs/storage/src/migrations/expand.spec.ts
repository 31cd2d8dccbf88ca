import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from './index.js';

/** The last migration of release 0.1: engines of that release go on beside those of this one while they are replaced. */
const RELEASED = 5;

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly hasDefault: boolean;
}
interface Schema {
  readonly columns: readonly Column[];
  /** Columns of indexes that refuse a second row of the same. */
  readonly unique: readonly { readonly table: string; readonly name: string; readonly column: string }[];
}

const COLUMNS = {
  sqlite: `SELECT m.name AS "table", c.name, c.type, c."notnull" AS required, c.dflt_value IS NOT NULL AS hasDefault
           FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`,
  mysql: `SELECT table_name AS \`table\`, column_name AS name, column_type AS type, is_nullable = 'NO' AS required, (column_default IS NOT NULL AND column_default <> 'NULL') AS hasDefault
          FROM information_schema.columns WHERE table_schema = DATABASE()`,
} as const;
const UNIQUE = {
  sqlite: `SELECT m.name AS "table", i.name AS name, c.name AS "column"
           FROM sqlite_master m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c WHERE m.type = 'table' AND i."unique" = 1`,
  mysql: `SELECT table_name AS \`table\`, index_name AS name, column_name AS \`column\`
          FROM information_schema.statistics WHERE table_schema = DATABASE() AND non_unique = 0`,
} as const;

async function schemaAfter(kind: keyof typeof COLUMNS, options: DataSourceOptions, count: number): Promise<Schema> {
  const source = new DataSource({ ...options, migrations: MIGRATIONS.slice(0, count) } as DataSourceOptions);
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'none' });
    // Both flags come as 0 and 1, and on MySQL sometimes as text.
    const columns = (await source.query<Column[]>(COLUMNS[kind])).map((column) => ({
      ...column,
      required: Number(column.required) === 1,
      hasDefault: Number(column.hasDefault) === 1,
    }));
    const unique = await source.query<Schema['unique'][number][]>(UNIQUE[kind]);
    return { columns, unique };
  } finally {
    await source.destroy();
  }
}

function holds(before: Schema, after: Schema): void {
  const tables = new Set(before.columns.map(({ table }) => table));
  const key = ({ table, name }: Column): string => `${table}.${name}`;
  const now = new Map(after.columns.map((column) => [key(column), column]));
  const old = new Set(before.columns.map(key));
  const gone = before.columns.filter((column) => now.get(key(column))?.type !== column.type).map(key);
  expect(gone, 'columns that an engine of the release before reads and writes are gone or changed').toEqual([]);
  const stricter = before.columns.filter((column) => !column.required && now.get(key(column))?.required).map(key);
  expect(stricter, 'columns that it may leave empty must have a value now').toEqual([]);
  const demanded = after.columns.filter((column) => tables.has(column.table) && !old.has(key(column)) && column.required && !column.hasDefault).map(key); // prettier-ignore
  expect(demanded, 'new columns of old tables that it does not know and would have to fill').toEqual([]);
  // An index that holds a column which it leaves NULL refuses nothing of what it writes.
  const refuses = ({ table, name }: Schema['unique'][number]): boolean =>
    after.unique.every((one) => {
      if (one.table !== table || one.name !== name) return true;
      const column = now.get(`${table}.${one.column}`);
      return old.has(`${table}.${one.column}`) || column?.required === true || column?.hasDefault === true;
    });
  const fresh = after.unique.filter(({ table, name }) => tables.has(table) && !before.unique.some((one) => one.table === table && one.name === name)); // prettier-ignore
  const refusing = new Set(fresh.filter(refuses).map(({ table, name }) => `${table}.${name}`));
  expect([...refusing], 'new unique indexes on old tables, which would refuse what it writes').toEqual([]);
}

describe('migrations after the release only add: old and new engines work side by side while they are replaced', () => {
  it('on SQLite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sojourn-expand-'));
    const options = { type: 'better-sqlite3', database: join(folder, 'x.db') } as const;
    holds(await schemaAfter('sqlite', options, RELEASED), await schemaAfter('sqlite', options, MIGRATIONS.length));
    rmSync(folder, { recursive: true });
  });

  const server = process.env['SOJOURN_TEST_MYSQL_URL'];
  it.skipIf(!server)('on MySQL or MariaDB', async () => {
    const { hostname: host, port, username: user, password } = new URL(server ?? '');
    const database = `sojourn_expand_${randomUUID().slice(0, 8)}`;
    const connection = await createConnection({ host, port: Number(port || 3306), user: decodeURIComponent(user), password: decodeURIComponent(password) }); // prettier-ignore
    await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    try {
      const options = { type: 'mariadb', host, port: Number(port || 3306), username: decodeURIComponent(user), password: decodeURIComponent(password), database } as const; // prettier-ignore
      holds(await schemaAfter('mysql', options, RELEASED), await schemaAfter('mysql', options, MIGRATIONS.length));
    } finally {
      await connection.query(`DROP DATABASE ${database}`);
      await connection.end();
    }
  });

  it('and say nothing of dropping, renaming or changing on the way up', () => {
    const later = readdirSync(import.meta.dirname).filter((file) => /^\d{4}-/.test(file) && Number(file.slice(0, 4)) > RELEASED); // prettier-ignore
    expect(later.length).toBe(MIGRATIONS.length - RELEASED);
    for (const file of later) {
      const [up = ''] = readFileSync(join(import.meta.dirname, file), 'utf8').split('async down(');
      const words = up.match(/\b(DROP (TABLE|COLUMN)|RENAME|MODIFY|CHANGE COLUMN|dropTable|dropColumn|renameColumn|changeColumn)\b/gi); // prettier-ignore
      expect(words, file).toBeNull();
    }
  });
});
