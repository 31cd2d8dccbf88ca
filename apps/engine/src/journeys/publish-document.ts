import { compile, type JourneyDocument, type NodeCatalogue } from '@sojourn/journey';
import { drawings, journeyVersions, type Tx } from '@sojourn/storage';
import { layEntries } from './lay-entries.js';

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
  const { id: versionId } = await journeyVersions.add(tx, { workspaceId, journeyId, document, publishedBy, now });
  const laying = { now, keep: new Set<string>(), admitCurrent: true };
  await layEntries(tx, { workspaceId, journeyId, versionId, plan }, laying);
  await journeyVersions.announce(tx, { workspaceId, journeyId, state: 'live', versionId, now });
  return { journeyId, versionId };
}
