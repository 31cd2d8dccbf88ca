import {
  createIssuesStore,
  setIssues,
  useCanvasStore,
  type EditorStore,
  type Issue,
  type IssuesStore,
} from '@sojourn/canvas';
import { validate, type NodeCatalogue } from '@sojourn/journey';
import { useCallback, useEffect, useMemo, useRef } from 'react';

const QUIET_MS = 250;

/**
 * Problems of the draft: found here a moment after each edit, and joined with those only the engine can know
 * (a coupon pool that is gone), as of its last word.
 */
export function useIssues(
  store: EditorStore,
  catalogue: NodeCatalogue,
): { issues: IssuesStore; onServerIssues: (issues: readonly Issue[]) => void } {
  const issues = useMemo(createIssuesStore, []);
  const server = useRef<readonly Issue[]>([]);
  const local = useRef<readonly Issue[]>([]);
  const document = useCanvasStore(store, (state) => state.document);

  const publish = useCallback(() => {
    const seen = new Set(local.current.map(keyOf));
    const extra = server.current.filter((issue) => !seen.has(keyOf(issue)) && !LOCAL_ROOMS.test(issue.code));
    setIssues(issues, [...local.current, ...extra].sort(bySeverity));
  }, [issues]);

  useEffect(() => {
    const timer = setTimeout(() => {
      local.current = validate(document, catalogue);
      publish();
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [document, catalogue, publish]);

  const onServerIssues = useCallback(
    (list: readonly Issue[]) => {
      server.current = list;
      publish();
    },
    [publish],
  );
  return { issues, onServerIssues };
}

/** What `validate` says is known here at once; the engine's older word on the same would only lag behind. */
const LOCAL_ROOMS = /^(graph|edge|node|config|document|entry|exit|condition|schema|time)\./;

function keyOf({ code, pointer, message }: Issue): string {
  return `${code} ${pointer} ${message.en}`;
}

function bySeverity(a: Issue, b: Issue): number {
  return Number(b.severity === 'error') - Number(a.severity === 'error');
}
