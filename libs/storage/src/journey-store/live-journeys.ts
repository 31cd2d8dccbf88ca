import type { JourneyStore, LiveJourney } from '@sojourn/execution';
import type { JourneyDocument } from '@sojourn/journey';
import type { Reader } from '../database/database.js';
import { parseJson, rowsAmong } from '../database/read.js';

type Row = Omit<LiveJourney, 'document'> & { readonly revision: number; readonly document: string };

export async function liveJourneys(read: Reader, afterRevision: number): ReturnType<JourneyStore['liveJourneys']> {
  const rows = await read.rows<Row>(
    `SELECT j.workspace_id AS workspaceId, j.id AS journeyId, j.live_version_id AS versionId, j.state, j.revision, v.document
     FROM journey j JOIN journey_version v ON v.id = j.live_version_id
     WHERE j.revision > ? AND j.state <> 'draft' ORDER BY j.revision`,
    [afterRevision],
  );
  return {
    revision: rows.at(-1)?.revision ?? afterRevision,
    journeys: rows.map(({ workspaceId, journeyId, versionId, state, document }) => ({
      workspaceId,
      journeyId,
      versionId,
      state,
      document: documentOf(document),
    })),
  };
}

export async function versions(read: Reader, ids: readonly number[]): ReturnType<JourneyStore['versions']> {
  const rows = await rowsAmong<{ id: number; document: string }>(
    read,
    ids,
    (list) => `SELECT id, document FROM journey_version WHERE id IN ${list}`,
  );
  return rows.map(({ id, document }) => ({ id, document: documentOf(document) }));
}

// Only documents that validated are published, and the column keeps their bytes.
const documentOf = (text: string): JourneyDocument => parseJson<JourneyDocument>(text) as JourneyDocument;
