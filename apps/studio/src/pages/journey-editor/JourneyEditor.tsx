import type { OfferedManifest } from '@sojourn/canvas';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { journeyNodeTypesQuery, journeyQuery, sessionQuery } from '../../api/index.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { Editor } from './Editor.js';
import { EditorSkeleton } from './EditorSkeleton.js';
import './editor.css';

/** The page of one journey: loads it with the node types it may be made of, then hands over to the editor. */
export function JourneyEditor() {
  const id = Number(useParams()['id']);
  const journey = useQuery(journeyQuery(id));
  const nodeTypes = useQuery({ ...journeyNodeTypesQuery(id), enabled: id > 0 });
  const session = useQuery(sessionQuery);
  // A later look that fails leaves what is known.
  const failed = journey.isError ? journey : nodeTypes.isError && !nodeTypes.data ? nodeTypes : undefined;
  if (failed) return <ErrorBlock error={failed.error} onRetry={() => void failed.refetch()} page />;
  if (!journey.data || !nodeTypes.data || !session.data) return <EditorSkeleton />;
  return (
    <Editor
      key={journey.data.id}
      journey={journey.data}
      // What comes over the wire is the plugin contract's manifest; the client's own shape of it is looser.
      manifests={nodeTypes.data as unknown as readonly OfferedManifest[]}
      mayEdit={session.data.role !== 'viewer'}
    />
  );
}
