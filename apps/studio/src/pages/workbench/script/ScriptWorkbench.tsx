import { ArrowLeftOutlined, CaretRightOutlined, ExportOutlined } from '@ant-design/icons';
import { useCanvasStore } from '@sojourn/canvas';
import { EmptyState } from '@sojourn/ui';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { runInWorkbench } from '../../../api/workbench.js';
import { paths } from '../../../routes/paths.js';
import { useEditor } from '../../journey-editor/editor-context.js';
import { SaveState } from '../../journey-editor/draft/SaveState.js';
import type { Draft } from '../../journey-editor/draft/useDraft.js';
import { PromoteDialog } from '../promote/PromoteDialog.js';
import { Results } from '../trial/Results.js';
import { FIRST_TRIAL, isRunnable, requestOf, type Trial } from '../trial/trial.js';
import { TrialChoice } from '../trial/TrialChoice.js';
import { codeConfigOf, type CodeConfig } from './code-config.js';
import { OutcomesEditor } from './OutcomesEditor.js';
import { ReadsEditor } from './ReadsEditor.js';
import { useTypings } from './useTypings.js';
import '../workbench.css';

const ScriptEditor = lazy(async () => ({ default: (await import('../monaco/ScriptEditor.js')).ScriptEditor }));

interface ScriptWorkbenchProps {
  readonly nodeId: string;
  readonly draft: Draft;
}

/** A code node on a page of its own: script, declared outcomes and fields on the left, contacts to try it on at the right. */
export function ScriptWorkbench({ nodeId, draft }: ScriptWorkbenchProps) {
  const { t } = useTranslation('workbench');
  const { message } = App.useApp();
  const { journey, store, kinds, actions, language } = useEditor();
  const document = useCanvasStore(store, (state) => state.document);
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  const node = document.nodes.find(({ id }) => id === nodeId);
  const config = useMemo(() => codeConfigOf(node?.config ?? {}), [node?.config]);
  const { typings, view, named } = useTypings(journey.id, nodeId, document);
  const [trial, setTrial] = useState<Trial>(FIRST_TRIAL);
  const [errors, setErrors] = useState(0);
  const [promoting, setPromoting] = useState(false);
  const run = useMutation({
    mutationFn: () => {
      const { source, outcomes, timeoutMs, memoryMb, reads } = config;
      const script = { source, outcomes: [...outcomes], timeoutMs, memoryMb, ...(reads ? { reads: [...reads] } : {}) };
      return runInWorkbench({ script, ...requestOf(trial) });
    },
  });
  const problems = useMemo(() => {
    const found = new Map<number, string>();
    for (const { error } of run.data?.contacts ?? [])
      if (error?.line && !found.has(error.line)) found.set(error.line, error.message[language]);
    return [...found].map(([line, text]) => ({ line, message: text }));
  }, [run.data, language]);

  // What earlier steps leave stands there to begin with; what somebody typed stays.
  const sample = view?.variables;
  useEffect(() => {
    if (sample && Object.keys(sample).length > 0)
      setTrial((now) => (now.variables === '' ? { ...now, variables: JSON.stringify(sample, null, 2) } : now));
  }, [sample]);
  const entry = view?.events[0];
  useEffect(() => {
    if (entry) setTrial((now) => (now.event === undefined ? { ...now, event: entry } : now));
  }, [entry]);

  if (!node || node.type !== 'code')
    return (
      <div className="wb">
        <EmptyState
          page
          title={t('script.notCode')}
          hint={t('script.notCodeHint')}
          action={<Link to={paths.journey(journey.id)}>{t('script.back')}</Link>}
        />
      </div>
    );
  const title = node.title ?? kinds.get(node.type)?.title[language] ?? node.type;
  const change = (part: Partial<CodeConfig>) =>
    actions.configure(nodeId, { ...node.config, ...part } as typeof node.config);
  const changeReads = (reads: readonly string[] | undefined) => {
    const { reads: _, ...others } = node.config;
    actions.configure(nodeId, reads === undefined ? others : { ...others, reads });
  };
  const mayRun = !readOnly && isRunnable(trial);
  const start = () => {
    if (mayRun && !run.isPending) run.mutate();
  };
  const labels = new Map([
    ...config.outcomes.map(({ id, label }) => [id, label] as const),
    ['error', t('outcome.error')] as const,
  ]);
  return (
    // Wherever the focus is on this page; inside the editor Monaco hears it first and does the same.
    <div
      className="wb"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
        event.preventDefault();
        start();
      }}
    >
      <header className="wb-bar">
        <Link className="wb-back" to={paths.journeyNode(journey.id, nodeId)}>
          <ArrowLeftOutlined aria-hidden /> {t('script.back')}
        </Link>
        <h1 className="sj-ellipsis">{title}</h1>
        <span className="sj-faint sj-ellipsis">{document.name}</span>
        <SaveState draft={draft} />
        <span className="wb-gap" />
        <Button icon={<ExportOutlined />} disabled={readOnly} onClick={() => setPromoting(true)}>
          {t('promote.button')}
        </Button>
        <Tooltip title={t('script.runHint')}>
          <Button
            type="primary"
            icon={<CaretRightOutlined />}
            loading={run.isPending}
            disabled={!mayRun}
            onClick={start}
          >
            {t('script.run')}
          </Button>
        </Tooltip>
      </header>
      <div className="wb-columns">
        <div className="wb-left">
          <div className="wb-editor">
            <Suspense fallback={<div className="wb-code" aria-busy="true" />}>
              <ScriptEditor
                id="wb-source"
                label={t('script.source')}
                value={config.source}
                onChange={(source) => change({ source })}
                typings={typings}
                readOnly={readOnly}
                height="100%"
                problems={problems}
                onRun={start}
                onErrors={setErrors}
              />
            </Suspense>
          </div>
          <p className="wb-status" role="status">
            {errors > 0 ? (
              <span className="is-bad">{t('script.typeErrors', { count: errors })}</span>
            ) : (
              <span>{t('script.noTypeErrors')}</span>
            )}
            <span className="sj-faint">{t('script.keys')}</span>
          </p>
          <div className="wb-below">
            <OutcomesEditor
              outcomes={config.outcomes}
              readOnly={readOnly}
              onChange={(outcomes) => change({ outcomes })}
            />
            <ReadsEditor
              reads={config.reads}
              readable={view?.readable ?? []}
              readOnly={readOnly}
              onChange={changeReads}
              named={named}
              onUntold={() => void message.info(t('reads.untold'))}
            />
          </div>
        </div>
        <section className="wb-right" aria-label={t('trial.title')}>
          <h2>{t('trial.title')}</h2>
          <TrialChoice
            trial={trial}
            onChange={setTrial}
            entryEvents={view?.events ?? []}
            leaves={Object.keys(view?.variables ?? {})}
          />
          <Results run={run.data} error={run.error} running={run.isPending} outcomes={labels} />
        </section>
      </div>
      <PromoteDialog
        open={promoting}
        onClose={() => setPromoting(false)}
        journey={journey.id}
        node={nodeId}
        title={title}
        document={document}
        trial={trial}
      />
    </div>
  );
}
