import { ArrowLeftOutlined, CaretRightOutlined, DownloadOutlined, ExportOutlined } from '@ant-design/icons';
import { pluginManifestSchema, type JsonObject } from '@sojourn/canvas';
import { EmptyState } from '@sojourn/ui';
import { useMutation } from '@tanstack/react-query';
import { App, Button, InputNumber, Segmented, Select } from 'antd';
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isApiError } from '../../../api/index.js';
import { putOnCanvas, runInWorkbench } from '../../../api/workbench.js';
import { useLanguage } from '../../../i18n/index.js';
import { paths } from '../../../routes/paths.js';
import { useToastOfError } from './useToastOfError.js';
import { usePageTitle } from '../../../shared/usePageTitle.js';
import type { ModuleHandle } from '../monaco/ModuleEditor.js';
import { saveFile } from '../save-file.js';
import { JsonInput } from '../trial/JsonInput.js';
import { Results } from '../trial/Results.js';
import { FIRST_TRIAL, isRunnable, objectFrom, requestOf, type Trial } from '../trial/trial.js';
import { TrialChoice } from '../trial/TrialChoice.js';
import { bundleOf } from './bundle.js';
import { EXAMPLE_ANSWER, EXAMPLES, type Work } from './examples.js';
import { keepWork, keptWork } from './kept-work.js';
import { ManifestProblems } from './ManifestProblems.js';
import { readManifest } from './manifest-text.js';
import { NodePreview } from './NodePreview.js';
import { projectOf } from './project.js';
import { tarball } from './tarball.js';
import '../../journey-editor/editor.css';
import '../workbench.css';

const JsonEditor = lazy(async () => ({ default: (await import('../monaco/JsonEditor.js')).JsonEditor }));
const ModuleEditor = lazy(async () => ({ default: (await import('../monaco/ModuleEditor.js')).ModuleEditor }));
const KINDS = ['code', 'declarative'] as const;

/** A plugin written in the browser: manifest and code on the left; what it looks like and what it does to contacts at the right. */
export function WorkbenchPage() {
  const { t } = useTranslation('workbench');
  const language = useLanguage();
  const { modal, message } = App.useApp();
  const toastError = useToastOfError();
  usePageTitle(t('bench.title'));
  const [work, setWork] = useState<Work>(keptWork);
  const [file, setFile] = useState<'manifest' | 'code'>('manifest');
  const [type, setType] = useState<string>();
  const [configs, setConfigs] = useState<Readonly<Record<string, JsonObject>>>({});
  const [trial, setTrial] = useState<Trial>(FIRST_TRIAL);
  const [answer, setAnswer] = useState({ status: 200, body: EXAMPLE_ANSWER });
  const module = useRef<ModuleHandle>(null);
  useEffect(() => keepWork(work), [work]);

  const text = useDeferredValue(work.manifest);
  const read = useMemo(() => readManifest(text), [text]);
  const plugin = read.state === 'good' ? read.plugin : undefined;
  const spec = plugin?.nodes.find((node) => node.type === type) ?? plugin?.nodes[0];
  const manifest = read.state === 'good' ? read.nodes[spec ? read.plugin.nodes.indexOf(spec) : 0] : undefined;
  const config = spec ? (configs[spec.type] ?? spec.defaults) : {};
  const hasCode = plugin ? plugin.main !== undefined : work.kind === 'code';
  const calls = spec?.declarative !== undefined || (spec?.uses ?? []).includes('http');

  const bundle = async (): Promise<string | undefined> =>
    hasCode ? bundleOf((await module.current?.emit()) ?? '', plugin?.texts ?? {}) : undefined;
  const run = useMutation({
    mutationFn: async () => {
      if (!plugin || !spec) throw new Error('the button is off without a node');
      const code = await bundle();
      const tried = { manifest: plugin as unknown as Record<string, unknown>, type: spec.type, config, ...(code === undefined ? {} : { code }) }; // prettier-ignore
      const pretend = { status: answer.status, body: objectFrom(answer.body) ?? {} };
      return runInWorkbench({ plugin: tried, ...requestOf(trial), ...(calls ? { pretend } : {}) });
    },
  });
  const dev = useMutation({
    mutationFn: async () => putOnCanvas(plugin as unknown as Record<string, unknown>, await bundle()),
    onSuccess: () => void message.success(t('bench.devDone')),
    onError: (error) => {
      if (isApiError(error, 'plugin.dev-off')) void message.info(t('bench.devOff'), 8);
      else toastError(error);
    },
  });
  const download = async () => {
    if (!plugin || !spec) return;
    const parts = { plugin, manifest: work.manifest, code: hasCode ? work.code : undefined, node: spec.type, config, run: run.data }; // prettier-ignore
    const name = plugin.id.replace('.', '-');
    saveFile(`sojourn-plugin-${name}.tgz`, await tarball(name, projectOf(parts)));
  };
  const startOver = (kind: Work['kind']) => {
    const begin = () => {
      setWork(EXAMPLES[kind]);
      setConfigs({});
      setFile('manifest');
      run.reset();
    };
    if (Object.values(EXAMPLES).some((one) => one.manifest === work.manifest && one.code === work.code)) begin();
    else void modal.confirm({ title: t('bench.replace'), onOk: begin });
  };
  const mayRun = plugin !== undefined && spec !== undefined && isRunnable(trial) && (!calls || objectFrom(answer.body) !== undefined); // prettier-ignore
  const start = () => {
    if (mayRun && !run.isPending) run.mutate();
  };
  const labels = new Map((spec?.outcomes ?? []).map(({ id, label }) => [id, label[language]]));
  return (
    <div
      className="wb"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
        event.preventDefault();
        start();
      }}
    >
      <header className="wb-bar">
        <Link className="wb-back" to={paths.plugins}>
          <ArrowLeftOutlined aria-hidden /> {t('bench.back')}
        </Link>
        <h1>{t('bench.title')}</h1>
        <Select
          className="wb-start"
          aria-label={t('bench.start')}
          value={null}
          placeholder={t('bench.start')}
          options={KINDS.map((kind) => ({ value: kind, label: t(`bench.kind.${kind}`) }))}
          onChange={(kind: Work['kind'] | null) => kind && startOver(kind)}
        />
        <span className="wb-gap" />
        <Button icon={<DownloadOutlined />} disabled={!plugin} onClick={() => void download()}>
          {t('bench.download')}
        </Button>
        <Button icon={<ExportOutlined />} disabled={!plugin} loading={dev.isPending} onClick={() => dev.mutate()}>
          {t('bench.dev')}
        </Button>
        <Button type="primary" icon={<CaretRightOutlined />} loading={run.isPending} disabled={!mayRun} onClick={start}>
          {t('bench.run')}
        </Button>
      </header>
      <div className="wb-columns">
        <div className="wb-left">
          {hasCode ? (
            <Segmented
              className="wb-files"
              aria-label={t('bench.files')}
              value={file}
              options={[
                { value: 'manifest', label: t('bench.manifest') },
                { value: 'code', label: t('bench.code') },
              ]}
              onChange={setFile}
            />
          ) : (
            <p className="wb-note">{t('bench.declarativeNote')}</p>
          )}
          <div className="wb-editor">
            <Suspense fallback={<div className="wb-code" aria-busy="true" />}>
              <div className="wb-file" hidden={hasCode && file !== 'manifest'}>
                <JsonEditor
                  id="wb-manifest"
                  label={t('bench.manifest')}
                  name="plugin.json"
                  value={work.manifest}
                  onChange={(next) => setWork((now) => ({ ...now, manifest: next }))}
                  schema={pluginManifestSchema}
                  height="100%"
                  onRun={start}
                />
              </div>
              {hasCode ? (
                <div className="wb-file" hidden={file !== 'code'}>
                  <ModuleEditor
                    id="wb-module"
                    label={t('bench.code')}
                    value={work.code}
                    onChange={(next) => setWork((now) => ({ ...now, code: next }))}
                    handle={module}
                    height="100%"
                    onRun={start}
                  />
                </div>
              ) : null}
            </Suspense>
          </div>
          <ManifestProblems read={read} language={language} />
        </div>
        <div className="wb-right wb-bench">
          {manifest && spec ? (
            <>
              {(plugin?.nodes.length ?? 0) > 1 ? (
                <Select
                  aria-label={t('bench.node')}
                  value={spec.type}
                  options={(plugin?.nodes ?? []).map((one) => ({ value: one.type, label: one.title[language] }))}
                  onChange={setType}
                />
              ) : null}
              <NodePreview
                manifest={manifest}
                config={config}
                language={language}
                onChange={(next) => setConfigs((now) => ({ ...now, [spec.type]: next }))}
              />
            </>
          ) : (
            <EmptyState title={t('bench.noNode')} />
          )}
          <section aria-label={t('trial.title')}>
            <h2>{t('trial.title')}</h2>
            <TrialChoice trial={trial} onChange={setTrial} entryEvents={[]} />
            {calls ? (
              <div className="wb-answer">
                <div className="wb-field">
                  <label htmlFor="wb-answer-status">{t('bench.status')}</label>
                  <InputNumber
                    id="wb-answer-status"
                    min={100}
                    max={599}
                    precision={0}
                    value={answer.status}
                    onChange={(status) => setAnswer((now) => ({ ...now, status: status ?? 200 }))}
                  />
                </div>
                <JsonInput
                  label={t('bench.answer')}
                  hint={t('bench.answerHint')}
                  value={answer.body}
                  onChange={(body) => setAnswer((now) => ({ ...now, body }))}
                />
              </div>
            ) : null}
            <Results run={run.data} error={run.error} running={run.isPending} outcomes={labels} />
          </section>
        </div>
      </div>
    </div>
  );
}
