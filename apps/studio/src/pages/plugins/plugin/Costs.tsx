import { DashboardOutlined } from '@ant-design/icons';
import { DataTable, EmptyState } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pluginCostsQuery, type NodeCostRow } from '../../../api/plugin-host.js';
import type { PluginRow } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';
import { paths } from '../../../routes/paths.js';
import { useNumber } from '../../../shared/useNumber.js';
import { costFigures, rough } from '../model/cost.js';

/** What each of its steps costs for one contact, as the sandbox measured it. */
export function Costs({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const { number, share } = useNumber();
  // "0%" beside twelve errors would be a lie.
  const smallShare = (part: number, whole: number) =>
    part / whole < 0.001 ? `< ${share(1, 1_000)}` : share(part, whole);
  const costs = useQuery(pluginCostsQuery(plugin.id));
  // Its own title, else that of its type; the id of a step that is drawn no more.
  const stepName = ({ title, nodeType, nodeId }: NodeCostRow) =>
    title ?? (localText(plugin.nodes.find(({ type }) => type === nodeType)?.title, language) || nodeId);
  const figure = (value: number | undefined) => (value === undefined ? '–' : rough(value, language));

  const columns: TableProps<NodeCostRow>['columns'] = [
    {
      title: t('cost.step'),
      key: 'step',
      render: (_, row) => (
        <div className="cell-title">
          {row.journey ? (
            <Link to={paths.journeyNode(row.journey.id, row.nodeId)}>{stepName(row)}</Link>
          ) : (
            <b>{stepName(row)}</b>
          )}
          <span>{row.journey?.name ?? t('cost.goneJourney')}</span>
        </div>
      ),
    },
    {
      title: t('cost.contacts'),
      key: 'contacts',
      width: 130,
      align: 'right',
      render: (_, row) => <span className="sj-number">{number(row.items)}</span>,
    },
    {
      title: t('cost.us'),
      key: 'us',
      width: 160,
      align: 'right',
      render: (_, row) => <span className="sj-number">{figure(costFigures(row).usPerContact)}</span>,
    },
    {
      title: t('cost.calls'),
      key: 'calls',
      width: 150,
      align: 'right',
      render: (_, row) => <span className="sj-number">{figure(costFigures(row).callsPerContact)}</span>,
    },
    {
      title: t('cost.errors'),
      key: 'errors',
      width: 150,
      align: 'right',
      render: (_, row) => (
        <span className="sj-number">
          {number(row.errors)}{' '}
          {row.errors > 0 ? <span className="sj-faint">({smallShare(row.errors, row.items)})</span> : null}
        </span>
      ),
    },
  ];
  return (
    <section>
      <h2 className="plugins-heading">{t('cost.title')}</h2>
      <p className="plugins-lead">{t('cost.source', { count: costs.data?.days ?? 7 })}</p>
      {costs.isError ? (
        <ErrorBlock error={costs.error} onRetry={() => void costs.refetch()} />
      ) : (
        <DataTable
          label={t('cost.title')}
          rows={costs.data?.items}
          rowKey={({ nodeId, journey }) => `${journey?.id ?? ''} ${nodeId}`}
          columns={columns}
          empty={<EmptyState icon={<DashboardOutlined />} title={t('cost.empty')} hint={t('cost.emptyHint')} />}
        />
      )}
    </section>
  );
}
