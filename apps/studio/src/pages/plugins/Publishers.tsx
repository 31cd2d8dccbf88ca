import { CheckCircleOutlined, HistoryOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime, StatusTag } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { App, Button, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { publishersQuery, useForgetPublisher, type PublisherRow } from '../../api/plugins.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { fingerprint } from './model/fingerprint.js';
import { useMayInstall } from './useMayInstall.js';

/** Whose signatures this workspace accepts; a key is pinned with the first install and compared ever after. */
export function Publishers() {
  const { t } = useTranslation('plugins');
  const { modal, message } = App.useApp();
  const toastError = useErrorToast();
  const mayInstall = useMayInstall();
  const publishers = useQuery(publishersQuery);
  const forget = useForgetPublisher();

  const ask = (publisher: string) =>
    void modal.confirm({
      title: t('publisher.forgetTitle', { name: publisher }),
      content: t('publisher.forgetWords'),
      okText: t('publisher.forget'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () =>
        forget.mutateAsync(publisher).then(
          () => void message.success(t('publisher.forgotten', { name: publisher })),
          (error: unknown) => toastError(error),
        ),
    });

  const columns: TableProps<PublisherRow>['columns'] = [
    { title: t('column.publisher'), key: 'publisher', width: 200, render: (_, { publisher }) => <b>{publisher}</b> },
    {
      title: t('publisher.fingerprint'),
      key: 'key',
      render: (_, { keyId }) => <code className="fingerprint">{fingerprint(keyId)}</code>,
    },
    {
      title: t('publisher.since'),
      key: 'since',
      width: 220,
      render: (_, { pinnedAt, pinnedBy }) => (
        <div className="cell-title">
          <LocalTime at={pinnedAt} />
          {pinnedBy ? <span>{t('by', { name: pinnedBy })}</span> : null}
        </div>
      ),
    },
    {
      title: t('column.state'),
      key: 'state',
      width: 150,
      render: (_, { retiredAt }) =>
        retiredAt === null ? (
          <StatusTag tone="good" icon={<CheckCircleOutlined />}>
            {t('publisher.trusted')}
          </StatusTag>
        ) : (
          <StatusTag tone="quiet" icon={<HistoryOutlined />}>
            {t('publisher.retired')}
          </StatusTag>
        ),
    },
    ...(mayInstall
      ? [
          {
            title: <span className="sj-visually-hidden">{t('publisher.forget')}</span>,
            key: 'do',
            width: 130,
            align: 'right' as const,
            render: (_: unknown, { publisher, retiredAt }: PublisherRow) =>
              retiredAt === null ? (
                <Button
                  size="small"
                  type="text"
                  danger
                  aria-label={t('publisher.forgetOf', { name: publisher })}
                  onClick={() => ask(publisher)}
                >
                  {t('publisher.forget')}
                </Button>
              ) : null,
          },
        ]
      : []),
  ];

  if (publishers.isError) return <ErrorBlock error={publishers.error} onRetry={() => void publishers.refetch()} />;
  return (
    <>
      <p className="plugins-lead">{t('publisher.lead')}</p>
      <DataTable
        label={t('page.publishers')}
        rows={publishers.data}
        rowKey={({ publisher, keyId }) => `${publisher} ${keyId}`}
        columns={columns}
        empty={
          <EmptyState
            icon={<SafetyCertificateOutlined />}
            title={t('publisher.empty')}
            hint={t('publisher.emptyHint')}
          />
        }
      />
    </>
  );
}
