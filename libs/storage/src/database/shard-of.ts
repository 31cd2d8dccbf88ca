import { hash32 } from '@sojourn/kernel';
import type { Dialect } from './dialect.js';

/** Shards of a database: many on a server that many workers share, one in a file that one process owns. */
export const SHARDS: Readonly<Record<Dialect['name'], number>> = { sqlite: 1, mysql: 64 };

/** The shard of a contact's runs and signals: the same for ever, on every process. */
export function shardOf(dialect: Pick<Dialect, 'name'>, contactId: number): number {
  const count = SHARDS[dialect.name];
  return count === 1 ? 0 : hash32(String(contactId)) % count;
}
