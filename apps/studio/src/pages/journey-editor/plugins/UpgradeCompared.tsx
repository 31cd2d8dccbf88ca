import { CheckCircleOutlined, SwapOutlined } from '@ant-design/icons';
import { outcomesOf, useCanvasStore } from '@sojourn/canvas';
import { StatusTag } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import type { UpgradePreview } from '../../../api/journey-plugins.js';
import { ContactLink } from '../../../shared/ContactLink.js';
import { useNumber } from '../../../shared/useNumber.js';
import { useEditor } from '../editor-context.js';
import { useStepName } from './useStepName.js';

/** Old and new on the same contacts: how many leave as before, and who does not. Nothing is sent and nothing is written by it. */
export function UpgradeCompared({ preview, type }: { readonly preview: UpgradePreview; readonly type: string }) {
  const { store, kinds, language } = useEditor();
  const { t } = useTranslation('plugins');
  const { number } = useNumber();
  const stepName = useStepName();
  const nodes = useCanvasStore(store, (state) => state.document.nodes);
  const label = (nodeId: string, outcome: string) => {
    const node = nodes.find(({ id }) => id === nodeId);
    // An outcome, with what else the step wants as JSON behind it.
    const [id = '', ...rest] = outcome.split(' ');
    const known = node && outcomesOf(kinds.get(type), node).find((one) => one.id === id);
    return [known?.label[language] ?? t(`upgrade.verb.${id}`, { defaultValue: id }), ...rest].join(' ');
  };
  return (
    <div className="upgrade-nodes">
      <p className="sj-muted">{t('upgrade.comparedLead')}</p>
      {preview.nodes.map(({ nodeId, compared, note }) => (
        <section key={nodeId} aria-label={stepName(nodeId)}>
          <h3>
            {stepName(nodeId)}
            {compared === null ? null : compared.different.length === 0 ? (
              <StatusTag tone="good" icon={<CheckCircleOutlined />}>
                {t('upgrade.allSame', { count: compared.contacts, shown: number(compared.contacts) })}
              </StatusTag>
            ) : (
              <StatusTag tone="warn" icon={<SwapOutlined />}>
                {t('upgrade.someDiffer', {
                  count: compared.contacts - compared.same,
                  shown: number(compared.contacts - compared.same),
                  total: number(compared.contacts),
                })}
              </StatusTag>
            )}
          </h3>
          {note ? <p className="sj-muted">{note[language]}</p> : null}
          {compared === null ? (
            note ? null : (
              <p className="sj-muted">{t('upgrade.notCompared')}</p>
            )
          ) : compared.different.length > 0 ? (
            <table className="diff">
              <thead>
                <tr>
                  <th scope="col">{t('upgrade.contact')}</th>
                  <th scope="col">{t('upgrade.wentBefore')}</th>
                  <th scope="col">{t('upgrade.goesAfter')}</th>
                </tr>
              </thead>
              <tbody>
                {compared.different.map(({ contact, before, after }) => (
                  <tr key={contact.id}>
                    <th scope="row">
                      <ContactLink contact={contact} />
                    </th>
                    <td>{label(nodeId, before)}</td>
                    <td>{label(nodeId, after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
        </section>
      ))}
    </div>
  );
}
