import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { StatusTag } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { nodeTypesQuery } from '../../../api/index.js';
import type { UpgradePreview } from '../../../api/journey-plugins.js';
import { diffLines, type DiffLine } from '../../plugins/model/config-diff.js';
import { useEditor } from '../editor-context.js';
import { useStepName } from './useStepName.js';

/** What the new version makes of each step's settings; what would be lost stands first and is said aloud. */
export function UpgradeChanges({ preview, type }: { readonly preview: UpgradePreview; readonly type: string }) {
  const { manifests, language } = useEditor();
  const { t } = useTranslation('plugins');
  const stepName = useStepName();
  // The drawing has the old version's schema, the workspace the new one's.
  const current = useQuery(nodeTypesQuery).data?.find(({ name }) => name === type)?.config;
  const schemas = [current, manifests.find(({ name }) => name === type)?.config];
  return (
    <div className="upgrade-nodes">
      <p className="sj-muted">{t('upgrade.changesLead')}</p>
      {preview.nodes.map(({ nodeId, changes, lossy, fault }) => {
        const lines = diffLines(changes, lossy, schemas, language);
        const losses = lines.filter((line) => line.lossy).length;
        return (
          <section key={nodeId} aria-label={stepName(nodeId)}>
            <h3>
              {stepName(nodeId)}
              {losses > 0 ? (
                <StatusTag tone="bad" icon={<WarningOutlined />}>
                  {t('upgrade.losses', { count: losses })}
                </StatusTag>
              ) : null}
            </h3>
            {fault ? (
              <p className="je-error" role="alert">
                {t('upgrade.fault')} {fault[language]}
              </p>
            ) : lines.length === 0 ? (
              <p className="sj-muted">
                <CheckCircleOutlined className="all-well-icon" aria-hidden /> {t('upgrade.unchanged')}
              </p>
            ) : (
              <DiffTable lines={lines} />
            )}
          </section>
        );
      })}
    </div>
  );
}

function DiffTable({ lines }: { readonly lines: readonly DiffLine[] }) {
  const { t } = useTranslation('plugins');
  return (
    <table className="diff">
      <thead>
        <tr>
          <th scope="col">{t('upgrade.setting')}</th>
          <th scope="col">{t('upgrade.before')}</th>
          <th scope="col">{t('upgrade.after')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ pointer, name, before, after, kind, lossy, why }) => (
          <tr key={pointer} data-lossy={lossy || undefined}>
            <th scope="row">
              {pointer === '' ? t('upgrade.whole') : name}
              <span className="diff-kind">
                {lossy ? <WarningOutlined aria-hidden /> : null} {t(lossy ? 'upgrade.lossy' : `upgrade.kind.${kind}`)}
                {why ? ` ${why}` : ''}
              </span>
            </th>
            <td>{before === undefined ? <span className="sj-faint">–</span> : <code>{before}</code>}</td>
            <td>{after === undefined ? <span className="sj-faint">–</span> : <code>{after}</code>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
