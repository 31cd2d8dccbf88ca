import { createEventStore, pluginSources, shardOf, type Database, type PluginSourceRow } from '@sojourn/storage';
import type { Ports } from '../../ports.js';
import type { Brought } from './brought.js';

/** The source has another worker, another config or is gone: what an older look at it brought is not kept. */
export class SourceChanged extends Error {}

export interface Stored {
  readonly stored: number;
  readonly duplicates: number;
}

/**
 * Stores what a source brought by the ordinary ingest, and with it, in one transaction, how far it has come. A poll keeps its
 * answer only while it holds the source; `nextAt` ends its hold.
 */
export async function storeBrought(
  { database, queue }: { readonly database: Database; readonly queue: Ports['queue'] },
  source: PluginSourceRow,
  { items, reached, rejected }: Brought,
  { now, nextAt }: { readonly now: number; readonly nextAt?: number },
): Promise<Stored> {
  const note = rejected.length === 0 ? undefined : `${rejected.length} of ${items.length + rejected.length} events were left out: ${rejected[0]?.message}`; // prettier-ignore
  const results = await createEventStore(database).ingest(items, now, undefined, async (tx, told) => {
    if (nextAt !== undefined && !(await pluginSources.stillHeld(tx, source))) throw new SourceChanged();
    const events = told.filter(({ status }) => status === 'stored').length;
    await pluginSources.succeeded(tx, source.id, {
      at: now,
      events,
      reached,
      note,
      ...(nextAt === undefined ? {} : { nextAt }),
    });
  });
  const contacts = results.flatMap(({ contactId }) => contactId ?? []);
  const shards = [...new Set(contacts.map((id) => shardOf(database.dialect, id)))];
  if (shards.length > 0) queue.announce('advance', shards);
  const stored = results.filter(({ status }) => status === 'stored').length;
  return { stored, duplicates: results.length - stored };
}
