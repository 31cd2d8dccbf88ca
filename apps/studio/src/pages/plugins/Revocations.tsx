import { SafetyCertificateOutlined, SyncOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { revocationsQuery, useRefreshRevocations, type RevocationRow } from '../../api/plugins.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { useLanguage } from '../../i18n/index.js';
import { localText } from '../../i18n/local-text.js';
import { paths } from '../../routes/paths.js';
import { useMayInstall } from './useMayInstall.js';

/** What was called back by a signed feed: it stops everywhere, and people wait where they are. */
export function Revocations() {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const { message } = App.useApp();
  const toastError = useErrorToast();
  const mayInstall = useMayInstall();
  const revocations = useQuery(revocationsQuery);
  const refresh = useRefreshRevocations();

  const columns: TableProps<RevocationRow>['columns'] = [
    {
      title: t('column.plugin'),
      key: 'plugin',
      width: 260,
      render: (_, { plugin, installed }) => (installed ? <Link to={paths.plugin(plugin)}>{plugin}</Link> : plugin),
    },
    {
      title: t('column.version'),
      key: 'version',
      width: 130,
      render: (_, { version, hash }) =>
        version === '*' ? (
          t('revocation.everyVersion')
        ) : version === null ? (
          <code className="hash">{hash?.slice(0, 12)}…</code>
        ) : (
          <span className="sj-number">{version}</span>
        ),
    },
    { title: t('revocation.why'), key: 'why', render: (_, { reason }) => localText(reason, language) || '–' },
    { title: t('revocation.at'), key: 'at', width: 150, render: (_, { at }) => <LocalTime at={at} /> },
  ];

  if (revocations.isError) return <ErrorBlock error={revocations.error} onRetry={() => void revocations.refetch()} />;
  return (
    <>
      <div className="toolbar">
        <p className="plugins-lead">{t('revocation.lead')}</p>
        {mayInstall ? (
          <span className="toolbar-end">
            <Button
              icon={<SyncOutlined />}
              loading={refresh.isPending}
              onClick={() =>
                refresh.mutate(undefined, {
                  onSuccess: () => void message.success(t('revocation.refreshed')),
                  onError: toastError,
                })
              }
            >
              {t('revocation.refresh')}
            </Button>
          </span>
        ) : null}
      </div>
      {revocations.data?.error ? (
        <Alert
          showIcon
          type="error"
          className="revocations-stale"
          title={t('revocation.stale')}
          description={
            <>
              <p>{t('revocation.staleHint')}</p>
              {/* For whoever runs it: in the words of the network or the disk. */}
              <code>{revocations.data.error}</code>
            </>
          }
        />
      ) : revocations.data && !revocations.data.configured ? (
        <p className="plugins-lead">{t('revocation.none')}</p>
      ) : null}
      <DataTable
        label={t('page.revocations')}
        rows={revocations.data?.items}
        rowKey={({ plugin, version, hash, at }) => `${plugin} ${version} ${hash} ${at}`}
        columns={columns}
        empty={
          <EmptyState
            icon={<SafetyCertificateOutlined className="all-well-icon" />}
            title={t('revocation.empty')}
            hint={t('revocation.emptyHint')}
          />
        }
      />
    </>
  );
}
