import {
  catalogueOf,
  kindsOfManifests,
  outcomesOf,
  summaryOf,
  type JsonObject,
  type Language,
  type Manifest,
} from '@sojourn/canvas';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeIcon } from '../../journey-editor/icons.js';
import { InspectorBoundary } from '../../journey-editor/inspector/InspectorBoundary.js';

const ConfigForm = lazy(async () => ({
  default: (await import('../../journey-editor/form/ConfigForm.js')).ConfigForm,
}));

interface NodePreviewProps {
  readonly manifest: Manifest;
  readonly config: JsonObject;
  readonly onChange: (config: JsonObject) => void;
  readonly language: Language;
}

/** The node as the canvas shows it, and its form as the inspector does: made of the manifest alone. */
export function NodePreview({ manifest, config, onChange, language }: NodePreviewProps) {
  const { t } = useTranslation('workbench');
  const { t: tEditor } = useTranslation('editor');
  const kind = useMemo(() => kindsOfManifests([manifest]).get(manifest.name), [manifest]);
  const issues = useMemo(() => catalogueOf([manifest]).get(manifest.name)?.check?.(config) ?? [], [manifest, config]);
  const outcomes = outcomesOf(kind, { config });
  return (
    <>
      <section>
        <h2>{t('bench.preview')}</h2>
        <div className="wb-stage">
          <div className="wb-card" data-category={manifest.category}>
            <span className="wb-card-icon" aria-hidden="true">
              {nodeIcon(manifest.icon)}
            </span>
            <div className="wb-card-words">
              <strong className="sj-ellipsis">{manifest.title[language]}</strong>
              <span className="sj-ellipsis">{summaryOf(manifest, config, language)}</span>
            </div>
            <ul aria-label={t('bench.ways')}>
              {outcomes.map(({ id, label, tone }) => (
                <li key={id} data-tone={tone ?? 'neutral'}>
                  {label[language]}
                </li>
              ))}
            </ul>
          </div>
        </div>
      </section>
      <section>
        <h2>{t('bench.form')}</h2>
        <InspectorBoundary text={tEditor('inspector.broken')} retry={tEditor('inspector.tryAgain')}>
          <Suspense fallback={<div className="wb-form" aria-busy="true" />}>
            <ConfigForm
              manifest={manifest}
              config={config}
              issues={issues}
              readOnly={false}
              language={language}
              entryEvent={undefined}
              onChange={onChange}
            />
          </Suspense>
        </InspectorBoundary>
      </section>
    </>
  );
}
