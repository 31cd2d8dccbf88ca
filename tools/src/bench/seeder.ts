import { AdmitService, plugins } from '@sojourn/engine';
import { inBatches } from '@sojourn/kernel';
import { createEventStore, type Database, type IngestItem } from '@sojourn/storage';

/** Calls taken in, or contacts let in, together. */
const TOGETHER = 1_000;

/** Lets contacts in by the service behind `POST /api/journeys/:id/entries`; answers how many came in. */
export async function admitByApi(
  database: Database,
  { workspaceId, journeyId, at, contactIds }: { workspaceId: number; journeyId: number; at: number; contactIds: readonly number[] }, // prettier-ignore
): Promise<number> {
  const service = new AdmitService(database, { now: () => at }, plugins, { announce: () => undefined });
  let admitted = 0;
  for (const part of inBatches(contactIds, TOGETHER))
    admitted += (await service.admit(workspaceId, journeyId, { contactIds: [...part] })).admitted;
  return admitted;
}

/** Takes in an event of each contact from the place `from` up to `to`, as the tracking API stores them. */
export async function ingestEvents(
  database: Database,
  { workspaceId, type, at, from, to }: { workspaceId: number; type: string; at: number; from: number; to: number },
): Promise<void> {
  const events = createEventStore(database);
  const places = Array.from({ length: to - from }, (_, i) => from + i);
  for (const part of inBatches(places, TOGETHER)) {
    const items = part.map((place): IngestItem => ({
      workspaceId,
      kind: 'track',
      messageId: `${at}-${place}`,
      userId: `u${place}`,
      type,
      occurredAt: at,
      properties: { orderId: `o-${place}`, amount: 10 + (place % 190), currency: 'EUR' },
      source: 'bench',
    }));
    await events.ingest(items, at);
  }
}
