import { big, int, nullable, primary, table, text } from '../database/columns.js';

/** A part of the contacts, owned by one worker at a time. */
export interface ShardRow {
  id: number;
  /** A worker's id; null: nobody's. */
  owner: string | null;
  /** Rises at every change of owner: what an earlier owner still wants to write is refused by it. */
  epoch: number;
  /** By the database's clock, epoch milliseconds. */
  leaseUntil: number;
}
export const Shard = table<ShardRow>('shard', {
  id: primary(big()),
  owner: nullable(text(64)),
  epoch: int(),
  leaseUntil: big(),
});

/** A process that moves runs. */
export interface WorkerRow {
  id: string;
  startedAt: number;
  /** Alive until then, by the database's clock, unless it says so again. */
  seenUntil: number;
}
export const Worker = table<WorkerRow>('worker', { id: primary(text(64)), startedAt: big(), seenUntil: big() });
