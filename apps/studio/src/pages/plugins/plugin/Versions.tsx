import { CheckCircleOutlined, HistoryOutlined, QuestionCircleOutlined, StopOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime, StatusTag } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pluginVersionsQuery, type PluginRow, type PluginVersionRow } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { paths } from '../../../routes/paths.js';
import { fingerprint } from '../model/fingerprint.js';
import { useMayInstall } from '../useMayInstall.js';

/** Every version there is, by the bytes it is made of; new steps take the current one, people finish on theirs. */
export function Versions({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const mayInstall = useMayInstall();
  const versions = useQuery(pluginVersionsQuery(plugin.id));
  const columns: TableProps<PluginVersionRow>['columns'] = [
    {
      title: t('column.version'),
      key: 'version',
      width: 220,
      render: (_, { version, hash, current }) => (
        <span className="plugin-version">
          <b className="sj-number">{version}</b>
          {current ? (
            <StatusTag tone="good" icon={<CheckCircleOutlined />}>
              {t('version.current')}
            </StatusTag>
          ) : hash === plugin.pending?.hash ? (
            <StatusTag tone="warn" icon={<QuestionCircleOutlined />}>
              {t('state.no-consent')}
            </StatusTag>
          ) : plugin.refused.some((one) => one.hash === hash) ? (
            <StatusTag tone="quiet" icon={<StopOutlined />}>
              {t('version.refused')}
            </StatusTag>
          ) : null}
        </span>
      ),
    },
    {
      title: t('version.bytes'),
      key: 'hash',
      render: (_, { hash }) =>
        hash ? (
          <code className="hash" title={hash}>
            {hash.slice(0, 24)}…
          </code>
        ) : (
          <span className="sj-faint">{t('version.onlyRegistry')}</span>
        ),
    },
    {
      title: t('version.key'),
      key: 'key',
      width: 220,
      render: (_, { keyId }) => (keyId ? <code className="fingerprint">{fingerprint(keyId)}</code> : '–'),
    },
    { title: t('version.at'), key: 'at', width: 150, render: (_, { at }) => <LocalTime at={at} /> },
    ...(mayInstall
      ? [
          {
            title: <span className="sj-visually-hidden">{t('version.switch')}</span>,
            key: 'do',
            width: 160,
            align: 'right' as const,
            render: (_: unknown, { version, hash, current, granted }: PluginVersionRow) => {
              const words = t(granted ? 'version.switch' : 'ghost.consent');
              return current ? null : (
                <Link to={paths.pluginConsent({ hash })} aria-label={t('version.switchTo', { words, version })}>
                  {words}
                </Link>
              );
            },
          },
        ]
      : []),
  ];
  if (versions.isError) return <ErrorBlock error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <>
      <p className="plugins-lead">{t('version.lead')}</p>
      <DataTable
        label={t('plugin.tab.versions')}
        rows={versions.data}
        rowKey={({ version, hash }) => `${version} ${hash ?? ''}`}
        columns={columns}
        empty={<EmptyState icon={<HistoryOutlined />} title={t('version.empty')} />}
      />
    </>
  );
}
