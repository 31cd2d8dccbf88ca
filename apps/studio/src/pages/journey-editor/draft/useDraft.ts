import { createEditorStore, type EditorStore, type Issue } from '@sojourn/canvas';
import { App } from 'antd';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { journeyQuery, saveDraft, type JourneyView } from '../../../api/index.js';
import { queryClient } from '../../../api/query-client.js';
import { backupOf } from './backup.js';
import { createDraftSaver, type DraftSaver, type SaveStatus } from './draft-saver.js';

export interface Draft {
  readonly store: EditorStore;
  readonly saver: DraftSaver;
  readonly status: SaveStatus;
}

/** The draft being drawn and its way to the engine. What a crash left in the browser comes back as an edit that can be undone. */
export function useDraft(journey: JourneyView, onIssues: (issues: readonly Issue[]) => void): Draft {
  const { message } = App.useApp();
  const { t } = useTranslation('editor');
  const { store, saver, restored } = useMemo(() => {
    const backup = backupOf(journey.id);
    const kept = backup.read();
    const store = createEditorStore(journey.document, () => Date.now());
    const saver = createDraftSaver({
      store,
      revision: journey.revision,
      backup,
      onIssues,
      save: (document, revision) => saveDraft(journey.id, { document, revision }),
      fetchLatest: () => queryClient.fetchQuery({ ...journeyQuery(journey.id), staleTime: 0 }),
    });
    const differs = kept !== undefined && JSON.stringify(kept.document) !== JSON.stringify(journey.document);
    if (!differs) backup.clear();
    if (differs && kept.revision !== journey.revision) saver.declareConflict();
    if (differs) store.edit(() => kept.document, { kind: 'paste', count: kept.document.nodes.length });
    return { store, saver, restored: differs };
    // A draft belongs to one opening of one journey; the page is keyed by the journey's id.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [journey.id]);

  useEffect(() => {
    if (restored) void message.info(t('save.restored'));
  }, [restored, message, t]);

  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden') void saver.flush();
    };
    const online = () => void saver.flush();
    document.addEventListener('visibilitychange', leave);
    addEventListener('pagehide', leave);
    addEventListener('online', online);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      removeEventListener('pagehide', leave);
      removeEventListener('online', online);
      void saver.flush();
    };
  }, [saver]);

  const status = useSyncExternalStore(saver.subscribe, saver.status);
  return { store, saver, status };
}
