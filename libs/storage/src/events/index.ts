import type { Database, Tx } from '../database/database.js';
import { ingest } from './ingest.js';
import type { IngestItem, IngestResult, ReplayProgress } from './item.js';
import { loadProgress, saveProgress } from './replay-progress.js';

export * from './item.js';

export interface EventStore {
  /**
   * Stores calls in one transaction, in the order given; answers one result per item. `now` is the moment of arrival.
   * With `progress`, that is saved in the same transaction: a replay that dies goes on exactly where it was. So is whatever `along`
   * does; what it throws rolls all of it back.
   */
  ingest(
    items: readonly IngestItem[],
    now: number,
    progress?: ReplayProgress,
    along?: (tx: Tx, results: readonly IngestResult[]) => Promise<void>,
  ): Promise<IngestResult[]>;
  loadProgress(id: string): Promise<ReplayProgress | undefined>;
  saveProgress(progress: ReplayProgress): Promise<void>;
}

export function createEventStore(database: Database): EventStore {
  return {
    ingest: (items, now, progress, along) => ingest(database, items, now, progress, along),
    loadProgress: (id) => loadProgress(database.read, id),
    saveProgress: (progress) => database.inTransaction((tx) => saveProgress(tx, progress)),
  };
}
