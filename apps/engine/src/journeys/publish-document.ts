import { compile, type JourneyDocument, type NodeCatalogue } from '@sojourn/journey';
import { drawings, type Tx } from '@sojourn/storage';
import { goLive } from './go-live.js';

export interface DocumentToPublish {
  readonly workspaceId: number;
  readonly document: JourneyDocument;
  readonly publishedBy: number | null;
  readonly now: number;
}

/** A new journey with its first version, live at once: for whoever comes with a finished drawing, a replay or the demo. */
export async function publishDocument(
  tx: Tx,
  { workspaceId, document, publishedBy, now }: DocumentToPublish,
  catalogue: NodeCatalogue,
): Promise<{ readonly journeyId: number; readonly versionId: number }> {
  const plan = compile(document, catalogue);
  const journeyId = await drawings.add(tx, { workspaceId, draft: document, createdBy: publishedBy, now });
  const keep = new Set<string>();
  const version = await goLive(tx, { workspaceId, journeyId, document, plan, publishedBy, now, keep });
  return { journeyId, versionId: version.id };
}
