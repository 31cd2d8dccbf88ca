import { EntitySchema, type MixedList } from 'typeorm';
import { ENTITIES } from '../entities/index.js';
import { MIGRATIONS } from '../migrations/index.js';
import { forSqlite } from './columns.js';

/** Entities and migrations as a DataSource takes them. */
export function schemaFor(dialect: 'sqlite' | 'mysql'): {
  entities: EntitySchema[];
  migrations: MixedList<new () => object>;
  synchronize: false;
} {
  const entities =
    dialect === 'mysql' ? ENTITIES : ENTITIES.map((entity) => new EntitySchema(forSqlite(entity.options)));
  return { entities: [...entities], migrations: [...MIGRATIONS], synchronize: false };
}
