import { outcomesOf, useCanvasStore, type OfferedManifest } from '@sojourn/canvas';
import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor-context.js';

/** What becomes of people who come to the step while its plugin cannot run; only where there is a way out to choose. */
export function WhenUnavailable({ nodeId, manifest }: { readonly nodeId: string; readonly manifest: OfferedManifest }) {
  const { store, kinds, actions, language } = useEditor();
  const { t } = useTranslation('plugins');
  const node = useCanvasStore(store, (state) => state.document.nodes.find((one) => one.id === nodeId));
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  if (node === undefined || manifest.plugin?.hash === undefined) return null;
  const failure = manifest.outcomes.find((outcome) => outcome.role === 'failure');
  const label =
    failure &&
    (outcomesOf(kinds.get(node.type), node).find(({ id }) => id === failure.id)?.label[language] ?? failure.id);
  return (
    <section className="je-ways">
      <h3 id={`unavailable-${nodeId}`}>{t('unavailable.title')}</h3>
      <Radio.Group
        className="je-radios"
        aria-labelledby={`unavailable-${nodeId}`}
        disabled={readOnly}
        value={node.whenUnavailable ?? 'park'}
        onChange={({ target }) => actions.whenUnavailable(nodeId, target.value as 'park' | 'failure')}
        options={[
          {
            value: 'park',
            label: (
              <span className="je-kind">
                {t('unavailable.park')}
                <span className="sj-faint">{t('unavailable.parkWords')}</span>
              </span>
            ),
          },
          {
            value: 'failure',
            disabled: label === undefined,
            label: (
              <span className="je-kind">
                {label === undefined ? t('unavailable.failureNone') : t('unavailable.failure', { outcome: label })}
                <span className="sj-faint">
                  {t(label === undefined ? 'unavailable.failureNoneWords' : 'unavailable.failureWords')}
                </span>
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
