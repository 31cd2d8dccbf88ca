import { EntitySchema, type EntitySchemaColumnOptions, type EntitySchemaOptions } from 'typeorm';

/** A column in the few types that both databases keep alike. Property names are camelCase, columns snake_case. */
export type Column = EntitySchemaColumnOptions;

const MYSQL_KEY = Symbol('a part of the key on MySQL alone');

const numeric = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null || value === undefined ? value : Number(value)),
};

/** Ids and moments (epoch milliseconds); MySQL may answer texts, the transformer makes numbers. */
export const big = (): Column => ({ type: 'bigint', transformer: numeric });
export const int = (): Column => ({ type: 'integer' });
export const flag = (): Column => ({ type: 'boolean' });
/** Up to `length` characters; 191 is the longest that every MySQL indexes whole. */
export const text = (length = 191): Column => ({ type: 'varchar', length });
/** Up to 16 MB of text that SQL never looks into: documents, and JSON whose bytes must stay as written. */
export const long = (): Column => ({ type: 'mediumtext' });
/** JSON that conditions look into. */
export const json = (): Column => ({ type: 'json' });

export const primary = (column: Column): Column => ({ ...column, primary: true });
/** What MySQL partitions the table by: it must be a part of the key there, and is none on SQLite. */
export const partitionedBy = (column: Column): Column => Object.assign(primary(column), { [MYSQL_KEY]: true });
export const nullable = (column: Column): Column => ({ ...column, nullable: true });
/** For columns that came later: what rows have that an older engine wrote. */
export const withDefault = (column: Column, value: number | string): Column => ({ ...column, default: value });

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * One table. `indexes` maps a name to properties; names beginning with `ux_` are unique.
 *
 *     export const CouponPool = table<CouponPoolRow>('coupon_pool', { id: primary(big()), name: text() }, { ix_coupon_pool_workspace: ['workspaceId'] });
 */
export function table<Row>(
  name: string,
  columns: { readonly [Property in keyof Row & string]: Column },
  indexes: { readonly [name: string]: readonly (keyof Row & string)[] } = {},
): EntitySchema<Row> {
  const named = Object.entries<Column>(columns).map(([property, column]) => [
    property,
    { ...column, name: snake(property) },
  ]);
  return new EntitySchema<Row>({
    name,
    tableName: name,
    // Object.fromEntries forgets the keys, which the parameter's type has checked.
    columns: Object.fromEntries(named) as EntitySchemaOptions<Row>['columns'],
    indices: Object.entries(indexes).map(([index, properties]) => ({
      name: index,
      columns: [...properties],
      unique: index.startsWith('ux_'),
    })),
  });
}

/** SQLite's own types: `integer` as a lone primary key is the row's address, and text has no sizes. */
export function forSqlite<T>(options: EntitySchemaOptions<T>): EntitySchemaOptions<T> {
  const columns = Object.entries<Column | undefined>(options.columns).map(
    ([property, column]) => [property, column && MYSQL_KEY in column ? { ...column, primary: false } : column] as const,
  );
  const lone = columns.filter(([, column]) => column?.primary).length === 1;
  const adapted = columns.map(([property, column]) => {
    if (column?.type === 'mediumtext') return [property, { ...column, type: 'text' }];
    if (column?.type === 'bigint' && column.primary && lone) return [property, { ...column, type: 'integer' }];
    return [property, column];
  });
  return { ...options, columns: Object.fromEntries(adapted) as EntitySchemaOptions<T>['columns'] };
}
