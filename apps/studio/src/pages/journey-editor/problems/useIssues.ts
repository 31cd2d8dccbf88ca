import {
  createIssuesStore,
  setIssues,
  useCanvasStore,
  type EditorStore,
  type Issue,
  type IssuesStore,
} from '@sojourn/canvas';
import { ENTRY_NODE, validate, type JourneyDocument, type NodeCatalogue } from '@sojourn/journey';
import { useCallback, useEffect, useMemo, useRef } from 'react';

const QUIET_MS = 250;

/**
 * Problems of the draft: found here a moment after each edit, and joined with those only the engine can know
 * (a setting that does not meet its step's schema, a coupon pool that is gone), as of its last word.
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
    const here = inEnginesWords(local.current, server.current);
    const seen = new Set(here.map(keyOf));
    const told = server.current.filter((issue) => !LOCAL_ROOMS.test(issue.code));
    const extra = asOfNow(told, store.getState().document).filter((issue) => !seen.has(keyOf(issue)));
    setIssues(issues, [...here, ...extra].sort(bySeverity));
  }, [issues, store]);

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

/** What `validate` can say here is known at once; the engine's older word on the same would only lag behind. */
const LOCAL_ROOMS = /^(graph|edge|node|entry|exit|condition|time)\./;

/** What is the matter with a step's plugin is seen here; which other version is installed the engine alone can say. */
const OF_PLUGINS: ReadonlySet<string> = new Set(['node.plugin-unavailable', 'node.unknown-type']);

export function inEnginesWords(here: readonly Issue[], told: readonly Issue[]): readonly Issue[] {
  return here.map((issue) => {
    if (!OF_PLUGINS.has(issue.code)) return issue;
    const same = told.find(({ code, nodeId }) => code === issue.code && nodeId === issue.nodeId);
    return same ? { ...issue, message: same.message } : issue;
  });
}

/** The engine read an older drawing: what it said of a step that has moved in the list since, or is gone. */
export function asOfNow(told: readonly Issue[], { nodes }: JourneyDocument): readonly Issue[] {
  const places = new Map(nodes.map((node, index) => [node.id, index]));
  return told.flatMap((issue) => {
    if (issue.nodeId === undefined || issue.nodeId === ENTRY_NODE) return [issue];
    const place = places.get(issue.nodeId);
    return place === undefined
      ? []
      : [{ ...issue, pointer: issue.pointer.replace(/^\/nodes\/\d+/, `/nodes/${place}`) }];
  });
}

function keyOf({ code, pointer, message }: Issue): string {
  return `${code} ${pointer} ${message.en}`;
}

function bySeverity(a: Issue, b: Issue): number {
  return Number(b.severity === 'error') - Number(a.severity === 'error');
}
