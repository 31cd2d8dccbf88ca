import { CheckCircleOutlined, DownloadOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { recording, recordingsQuery, type RecordingRow } from '../../../api/plugin-host.js';
import type { PluginRow } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { paths } from '../../../routes/paths.js';
import { useNumber } from '../../../shared/useNumber.js';
import { download } from '../download.js';

/** Batches that failed, with everything needed to play them again on a developer's machine. */
export function Recordings({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const { number } = useNumber();
  const toastError = useErrorToast();
  const recordings = useQuery(recordingsQuery(plugin.id));
  const [loading, setLoading] = useState<number>();
  const fetchOne = (id: number) => {
    setLoading(id);
    recording(plugin.id, id)
      .then(
        (whole) =>
          download(`${plugin.id}-${id}.recording.json`, 'application/json', `${JSON.stringify(whole, null, 2)}\n`),
        toastError,
      )
      .finally(() => setLoading(undefined));
  };
  const columns: TableProps<RecordingRow>['columns'] = [
    { title: t('recording.at'), key: 'at', width: 140, render: (_, { at }) => <LocalTime at={at} /> },
    {
      title: t('cost.step'),
      key: 'step',
      width: '26%',
      render: (_, { journey, nodeId, nodeType, version }) => (
        <div className="cell-title">
          {journey ? (
            <Link to={paths.journeyNode(journey.id, nodeId)}>{journey.name ?? nodeId}</Link>
          ) : (
            <b>{nodeType}</b>
          )}
          <span>{t('recording.version', { type: nodeType, version })}</span>
        </div>
      ),
    },
    { title: t('recording.reason'), key: 'reason', render: (_, { reason }) => reason },
    {
      title: t('recording.items'),
      key: 'items',
      width: 110,
      align: 'right',
      render: (_, { items }) => <span className="sj-number">{number(items)}</span>,
    },
    {
      title: <span className="sj-visually-hidden">{t('recording.download')}</span>,
      key: 'do',
      width: 140,
      align: 'right',
      render: (_, { id }) => (
        <Button size="small" icon={<DownloadOutlined />} loading={loading === id} onClick={() => fetchOne(id)}>
          {t('recording.download')}
        </Button>
      ),
    },
  ];
  if (recordings.isError) return <ErrorBlock error={recordings.error} onRetry={() => void recordings.refetch()} />;
  return (
    <>
      <p className="plugins-lead">
        {t('recording.lead')} <code>sojourn plugin replay RECORDING.json</code>
      </p>
      <DataTable
        label={t('plugin.tab.recordings')}
        rows={recordings.data}
        rowKey="id"
        columns={columns}
        empty={
          <EmptyState
            icon={<CheckCircleOutlined className="all-well-icon" />}
            title={t('recording.empty')}
            hint={t('recording.emptyHint')}
          />
        }
      />
    </>
  );
}
