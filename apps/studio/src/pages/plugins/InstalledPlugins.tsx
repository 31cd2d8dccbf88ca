import { AppstoreAddOutlined, ArrowUpOutlined, CodeOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, StatusTag } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { pluginsQuery, pluginUsageQuery, type PluginRow } from '../../api/plugins.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useLanguage } from '../../i18n/index.js';
import { localText } from '../../i18n/local-text.js';
import { paths } from '../../routes/paths.js';
import { useNumber } from '../../shared/useNumber.js';
import { peopleIn } from './plugin/people.js';
import { PluginIcon } from './PluginIcon.js';
import { PluginStateTag } from './PluginStateTag.js';
import { RiskBadge } from './RiskBadge.js';

/** Every installed plugin with its state; what waits for somebody stands out. */
export function InstalledPlugins() {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const navigate = useNavigate();
  const plugins = useQuery(pluginsQuery);

  const columns: TableProps<PluginRow>['columns'] = [
    {
      title: t('column.plugin'),
      key: 'plugin',
      render: (_, { id, title, description, hash }) => (
        <div className="plugin-cell">
          <PluginIcon hash={hash} />
          <div className="cell-title">
            <Link to={paths.plugin(id)}>{localText(title, language)}</Link>
            <span>{localText(description, language)}</span>
          </div>
        </div>
      ),
    },
    {
      title: t('column.publisher'),
      key: 'publisher',
      width: 150,
      ellipsis: true,
      render: (_, { publisher }) => publisher,
    },
    {
      title: t('column.version'),
      key: 'version',
      width: 170,
      render: (_, row) => <VersionCell row={row} />,
    },
    { title: t('column.risk'), key: 'risk', width: 130, render: (_, { risk }) => <RiskBadge risk={risk} /> },
    { title: t('column.state'), key: 'state', width: 140, render: (_, { state }) => <PluginStateTag state={state} /> },
    {
      title: t('column.people'),
      key: 'people',
      width: 110,
      align: 'right',
      render: (_, { id }) => <People plugin={id} />,
    },
  ];

  if (plugins.isError) return <ErrorBlock error={plugins.error} onRetry={() => void plugins.refetch()} />;
  return (
    <DataTable
      label={t('page.installed')}
      rows={plugins.data}
      rowKey="id"
      columns={columns}
      empty={
        <EmptyState
          icon={<AppstoreAddOutlined />}
          title={t('installed.empty')}
          hint={t('installed.emptyHint')}
          action={
            <Button type="primary" onClick={() => void navigate(paths.pluginsPage('available'))}>
              {t('installed.find')}
            </Button>
          }
        />
      }
    />
  );
}

/** How many people are in journeys with it. */
function People({ plugin }: { readonly plugin: string }) {
  const { number } = useNumber();
  const usage = useQuery(pluginUsageQuery(plugin)).data;
  return <span className="sj-number">{usage === undefined ? '–' : number(peopleIn(usage))}</span>;
}

function VersionCell({ row }: { readonly row: PluginRow }) {
  const { t } = useTranslation('plugins');
  const { name, version, origin, pending, update } = row;
  return (
    <div className="plugin-version">
      <span className="sj-number">{version}</span>
      {origin === 'dev' ? (
        <StatusTag tone="accent" icon={<CodeOutlined />}>
          {t('origin.dev')}
        </StatusTag>
      ) : null}
      {pending ? (
        <Link to={paths.pluginConsent({ hash: pending.hash })}>
          <StatusTag tone="warn" icon={<QuestionCircleOutlined />}>
            {t('update.waits', { version: pending.version })}
          </StatusTag>
        </Link>
      ) : update ? (
        <Link to={paths.pluginConsent({ name, version: update.version })}>
          <StatusTag tone="info" icon={<ArrowUpOutlined />}>
            {t('update.there', { version: update.version })}
          </StatusTag>
        </Link>
      ) : null}
    </div>
  );
}
