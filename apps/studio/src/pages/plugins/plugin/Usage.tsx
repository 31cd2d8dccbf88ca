import { NodeIndexOutlined } from '@ant-design/icons';
import { DataTable, EmptyState } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pluginUsageQuery, type PluginRow, type PluginUsage } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { paths } from '../../../routes/paths.js';
import { useNumber } from '../../../shared/useNumber.js';
import { Costs } from './Costs.js';
import { parkedIn } from './people.js';

type Row = PluginUsage['journeys'][number];

/** Which journeys have it, in which of their versions people are under way, and what it costs there. */
export function Usage({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const { number } = useNumber();
  const usage = useQuery(pluginUsageQuery(plugin.id));

  const columns: TableProps<Row>['columns'] = [
    {
      title: t('usage.journey'),
      key: 'journey',
      width: '34%',
      render: (_, { id, name, nodes, state }) => (
        <div className="cell-title">
          <Link to={paths.journey(id)}>{name}</Link>
          <span>
            {t('usage.nodes', { count: nodes.length })}
            {state === 'archived' ? ` · ${t('usage.archived')}` : null}
          </span>
        </div>
      ),
    },
    {
      title: t('usage.versions'),
      key: 'versions',
      render: (_, journey) =>
        journey.versions.length === 0 ? (
          <span className="sj-faint">{t('usage.draftOnly')}</span>
        ) : (
          <ul className="usage-versions">
            {journey.versions.map((version) => (
              <li key={version.number}>
                <span className="sj-number">{t('usage.version', { number: version.number })}</span>
                <span className="sj-number">
                  {t('usage.people', { count: version.people, shown: number(version.people) })}
                </span>
                <span className="sj-faint sj-number" title={version.hash}>
                  {t('usage.onVersion', { version: version.version })}
                </span>
              </li>
            ))}
            {parkedIn(journey) > 0 ? (
              <li>
                <Link to={paths.attentionOf(journey.id)}>
                  {t('usage.parkedCount', { count: parkedIn(journey), shown: number(parkedIn(journey)) })}
                </Link>
              </li>
            ) : null}
          </ul>
        ),
    },
    {
      title: <span className="sj-visually-hidden">{t('usage.map')}</span>,
      key: 'map',
      width: 160,
      align: 'right',
      render: (_, { id, name }) => (
        <Link to={paths.personalData(id)} aria-label={t('usage.mapOf', { words: t('usage.map'), name })}>
          {t('usage.map')}
        </Link>
      ),
    },
  ];
  return (
    <div className="stack">
      {usage.isError ? (
        <ErrorBlock error={usage.error} onRetry={() => void usage.refetch()} />
      ) : (
        <DataTable
          label={t('plugin.tab.usage')}
          rows={usage.data?.journeys}
          rowKey="id"
          columns={columns}
          empty={<EmptyState icon={<NodeIndexOutlined />} title={t('usage.empty')} hint={t('usage.emptyHint')} />}
        />
      )}
      <Costs plugin={plugin} />
    </div>
  );
}
