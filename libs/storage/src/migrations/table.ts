import { Table, type QueryRunner, type TableColumnOptions } from 'typeorm';

/** Column types of migrations, as they were when the migrations were written: never change one, add another. */
export type ColumnType = 'bigint' | 'integer' | 'boolean' | 'mediumtext' | 'json' | `varchar(${number})`;

/**
 * A table of a migration: `column: type`, with `?` after the type for NULL and `!` for a part of the primary key.
 * Indexes map a name to columns; names beginning with `ux_` are unique.
 */
export async function createTable(
  runner: QueryRunner,
  name: string,
  columns: { readonly [column: string]: `${ColumnType}${'' | '?' | '!'}` },
  indexes: { readonly [name: string]: readonly string[] } = {},
): Promise<void> {
  const sqlite = runner.connection.options.type === 'better-sqlite3';
  const lone = Object.values(columns).filter((type) => type.endsWith('!')).length === 1;
  const options = Object.entries(columns).map(([column, spec]): TableColumnOptions => {
    const [, type = '', length] = /^([a-z]+)(?:\((\d+)\))?[?!]?$/.exec(spec) ?? [];
    const isPrimary = spec.endsWith('!');
    const own =
      sqlite && type === 'mediumtext' ? 'text' : sqlite && type === 'bigint' && isPrimary && lone ? 'integer' : type;
    // MySQL knows no `integer` or `boolean` of its own: these are the names it answers with.
    const told = sqlite ? own : own === 'integer' ? 'int' : own === 'boolean' ? 'tinyint' : own;
    return {
      name: column,
      type: told,
      length: told === 'tinyint' ? '1' : length,
      isPrimary,
      isNullable: spec.endsWith('?'),
    };
  });
  const indices = Object.entries(indexes).map(([index, columnNames]) => ({
    name: index,
    columnNames: [...columnNames],
    isUnique: index.startsWith('ux_'),
  }));
  await runner.createTable(new Table({ name, columns: options, indices }), false);
}

export async function dropTables(runner: QueryRunner, names: readonly string[]): Promise<void> {
  for (const name of [...names].reverse()) await runner.dropTable(name);
}
