import {
  createActions,
  JourneyCanvas,
  kindsOfManifests,
  useCanvasStore,
  createEditorStore,
  createIssuesStore,
  type FlowHandle,
  type Issue,
  type OfferedManifest,
} from '@sojourn/canvas';
import { ENTRY_NODE } from '@sojourn/journey';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMatch, useNavigate, useSearchParams } from 'react-router';
import { journeyNodeTypesQuery, journeyVersionQuery, type JourneyView } from '../../api/index.js';
import { useLanguage } from '../../i18n/index.js';
import { paths } from '../../routes/paths.js';
import { TopBar } from './bar/TopBar.js';
import { useLiveCounts } from './counts/useLiveCounts.js';
import { ConflictBanner } from './draft/ConflictBanner.js';
import { useDraft } from './draft/useDraft.js';
import { EditorContext, type EditorSurroundings } from './editor-context.js';
import { freshId } from './fresh-id.js';
import { kindIcon } from './icons.js';
import { Inspector } from './inspector/Inspector.js';
import { focusField } from './inspector/focus-field.js';
import { drawnCatalogue } from './plugins/catalogue.js';
import { UpgradeBanner } from './plugins/UpgradeBanner.js';
import { ProblemsPanel } from './problems/ProblemsPanel.js';
import { useIssues } from './problems/useIssues.js';
import { entryWords } from './words/entry-words.js';

/** The largest editor there is comes when a script is opened. */
const ScriptWorkbench = lazy(async () => ({
  default: (await import('../workbench/script/ScriptWorkbench.js')).ScriptWorkbench,
}));

interface EditorProps {
  readonly journey: JourneyView;
  readonly manifests: readonly OfferedManifest[];
  readonly mayEdit: boolean;
}

/** Bar, canvas, inspector and problems around one journey: its draft to draw on, or a published version to look at. */
export function Editor({ journey: loaded, manifests: ofDraft, mayEdit }: EditorProps) {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  const [journey, setJourney] = useState(loaded);
  const [search, setSearch] = useSearchParams();
  const shownVersion = Number(search.get('version')) || undefined;

  // A published version stands on the plugins it was published with.
  const ofVersion = useQuery({
    ...journeyNodeTypesQuery(loaded.id, shownVersion),
    enabled: shownVersion !== undefined,
  }).data as readonly OfferedManifest[] | undefined;
  const manifests = (shownVersion !== undefined && ofVersion) || ofDraft;
  const kinds = useMemo(() => kindsOfManifests(manifests), [manifests]);
  const catalogue = useMemo(() => drawnCatalogue(ofDraft), [ofDraft]);
  const serverIssues = useRef<(issues: readonly Issue[]) => void>(() => undefined);
  const draft = useDraft(journey, (issues) => serverIssues.current(issues));
  const { issues, onServerIssues } = useIssues(draft.store, catalogue);
  useEffect(() => {
    serverIssues.current = onServerIssues;
    onServerIssues(loaded.issues);
  }, [onServerIssues, loaded.issues]);

  const version = useQuery({
    ...journeyVersionQuery(journey.id, shownVersion ?? 0),
    enabled: shownVersion !== undefined,
  });
  const versionStore = useMemo(() => {
    if (shownVersion === undefined || version.data === undefined) return undefined;
    const store = createEditorStore(version.data.document, () => 0);
    store.open(version.data.document, { readOnly: true });
    return store;
  }, [shownVersion, version.data]);
  const store = versionStore ?? draft.store;
  // A published version is past mending: it shows none of the draft's problems.
  const [noIssues] = useState(createIssuesStore);
  const shownIssues = versionStore ? noIssues : issues;
  const isVersion = versionStore !== undefined;
  useEffect(() => {
    draft.store.setState({ readOnly: !mayEdit || journey.state === 'archived' });
  }, [draft.store, mayEdit, journey.state]);

  const [live, setLive] = useState(false);
  // The first publish is the moment from which there is something to watch.
  const isLive = journey.liveVersion !== null;
  useEffect(() => setLive(isLive), [isLive]);
  const counted = shownVersion ?? journey.liveVersion?.number;
  const numbers = useLiveCounts(journey.id, counted, live);

  const document = useCanvasStore(store, (state) => state.document);
  const words = useMemo(
    () => entryWords({ entry: document.entry, exits: document.exits }, t, language),
    [document.entry, document.exits, t, language],
  );
  const actions = useMemo(() => createActions({ store, kinds, language, freshId }), [store, kinds, language]);

  const flow = useRef<FlowHandle | null>(null);
  const [problems, setProblems] = useState(false);
  const openConfig = useCallback((nodeId: string) => {
    requestAnimationFrame(() => focusField(nodeId, undefined));
  }, []);
  const navigate = useNavigate();
  const showParked = useCallback(
    (nodeId: string) => void navigate(paths.attentionAt(journey.id, nodeId)),
    [navigate, journey.id],
  );
  const goToIssue = useCallback(
    (issue: Issue) => {
      const nodeId = issue.nodeId ?? ENTRY_NODE;
      setProblems(false);
      store.select({ nodes: [nodeId] });
      flow.current?.reveal(nodeId);
      // The inspector and, the first time, its form have to be there before a field can be found in it.
      setTimeout(() => focusField(nodeId, issue.pointer), 250);
    },
    [store],
  );

  // `?node=` is the address of a step: followed once, and kept up to date for whoever copies it.
  const selected = useCanvasStore(store, (state) =>
    state.selection.nodes.size === 1 ? [...state.selection.nodes][0] : undefined,
  );
  const wanted = useRef(search.get('node'));
  useEffect(() => {
    if (wanted.current) {
      store.select({ nodes: [wanted.current] });
      flow.current?.reveal(wanted.current);
      wanted.current = null;
      return;
    }
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (selected === undefined) next.delete('node');
        else next.set('node', selected);
        return next;
      },
      { replace: true },
    );
  }, [selected, store, setSearch]);

  // The inspector takes its room from the canvas: what was selected must not end up behind the edge.
  useEffect(() => {
    if (selected !== undefined) flow.current?.reveal(selected);
  }, [selected]);

  // A script has an address of its own; the drawing stays open behind it, so that nothing unsaved is lost on the way.
  const scriptOf = useMatch('/journeys/:id/nodes/:node/code')?.params.node;
  useEffect(() => {
    if (scriptOf !== undefined) store.select({ nodes: [scriptOf] });
  }, [scriptOf, store]);

  const surroundings = useMemo(
    (): EditorSurroundings => ({
      journey,
      manifests,
      kinds,
      store,
      saver: draft.saver,
      issues: shownIssues,
      actions,
      language,
    }),
    [journey, manifests, kinds, store, draft.saver, shownIssues, actions, language],
  );

  return (
    <EditorContext value={surroundings}>
      <div className="je" inert={scriptOf !== undefined}>
        <TopBar
          draft={draft}
          isVersion={isVersion}
          shownVersion={shownVersion}
          onVersion={(number) =>
            setSearch((before) => {
              const next = new URLSearchParams(before);
              if (number === undefined) next.delete('version');
              else next.set('version', String(number));
              return next;
            })
          }
          live={{
            shown: live,
            onShown: setLive,
            asOf: numbers.live?.asOf,
            active: numbers.live?.active,
            stale: numbers.stale,
            possible: counted !== undefined,
          }}
          problemsOpen={problems}
          onProblems={() => setProblems((open) => !open)}
          onIssue={goToIssue}
          onJourney={setJourney}
        />
        {isVersion ? null : <UpgradeBanner draft={draft} onJourney={setJourney} />}
        {draft.status.kind === 'conflict' ? <ConflictBanner saver={draft.saver} /> : null}
        <div className="je-body">
          <JourneyCanvas
            key={isVersion ? `v${shownVersion}` : 'draft'}
            store={store}
            counts={numbers.counts}
            issues={shownIssues}
            kinds={kinds}
            language={language}
            entryWords={words}
            icon={kindIcon}
            freshId={freshId}
            onOpenConfig={openConfig}
            onParked={showParked}
            handle={flow}
          />
          {scriptOf !== undefined ? null : problems && !isVersion ? (
            <ProblemsPanel onIssue={goToIssue} onClose={() => setProblems(false)} />
          ) : (
            <Inspector />
          )}
        </div>
      </div>
      {scriptOf === undefined ? null : (
        <Suspense fallback={<div className="wb" aria-busy="true" />}>
          <ScriptWorkbench key={scriptOf} nodeId={scriptOf} draft={draft} />
        </Suspense>
      )}
    </EditorContext>
  );
}
