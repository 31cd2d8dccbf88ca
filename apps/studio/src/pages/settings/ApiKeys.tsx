import { CheckCircleOutlined, KeyOutlined, PlusOutlined, StopOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime, Panel, StatusTag } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { App, Button, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiKeysQuery, useRevokeApiKey } from '../../api/settings.js';
import type { ApiKeyRow } from '../../api/types.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { NewApiKey } from './NewApiKey.js';

export function ApiKeys() {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const toastError = useErrorToast();
  const keys = useQuery(apiKeysQuery);
  const revoke = useRevokeApiKey();
  const [creating, setCreating] = useState(false);

  const ask = ({ id, name }: ApiKeyRow) =>
    void modal.confirm({
      title: t('settings.keys.revokeTitle', { name }),
      content: t('settings.keys.revokeWords'),
      okText: t('settings.keys.revoke'),
      okButtonProps: { danger: true },
      onOk: () =>
        revoke.mutateAsync(id).then(
          () => void message.success(t('settings.keys.revoked', { name })),
          (error: unknown) => toastError(error),
        ),
    });

  const columns: TableProps<ApiKeyRow>['columns'] = [
    {
      title: t('settings.keys.name'),
      key: 'name',
      render: (_, { name, prefix }) => (
        <div className="cell-title">
          <b>{name}</b>
          <span className="hash">{prefix}…</span>
        </div>
      ),
    },
    {
      title: t('settings.keys.kind'),
      key: 'kind',
      width: 150,
      render: (_, { kind }) => t(`settings.keys.kinds.${kind}`),
    },
    {
      title: t('settings.keys.created'),
      key: 'created',
      width: 128,
      render: (_, { createdAt }) => <LocalTime at={createdAt} style="date" />,
    },
    {
      title: t('settings.keys.used'),
      key: 'used',
      width: 136,
      render: (_, { lastUsedAt }) => <LocalTime at={lastUsedAt} />,
    },
    {
      title: t('settings.keys.state'),
      key: 'state',
      width: 110,
      render: (_, key) =>
        key.revokedAt === null ? (
          <StatusTag tone="good" icon={<CheckCircleOutlined />}>
            {t('settings.keys.valid')}
          </StatusTag>
        ) : (
          <StatusTag tone="quiet" icon={<StopOutlined />}>
            {t('settings.keys.gone')}
          </StatusTag>
        ),
    },
    {
      title: <span className="sj-visually-hidden">{t('common.more')}</span>,
      key: 'menu',
      width: 100,
      align: 'right',
      render: (_, key) =>
        key.revokedAt === null ? (
          <Button type="text" size="small" danger onClick={() => ask(key)}>
            {t('settings.keys.revoke')}
          </Button>
        ) : null,
    },
  ];
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('settings.keys.create')}
    </Button>
  );
  return (
    <div className="stack">
      <Panel title={t('settings.page.api-keys')} extra={create} flush>
        {keys.isError ? (
          <div className="sj-panel-body">
            <ErrorBlock error={keys.error} onRetry={() => void keys.refetch()} />
          </div>
        ) : (
          <DataTable
            label={t('settings.page.api-keys')}
            rows={keys.data}
            rowKey="id"
            columns={columns}
            empty={
              <EmptyState icon={<KeyOutlined />} title={t('settings.keys.empty')} hint={t('settings.keys.emptyHint')} />
            }
          />
        )}
      </Panel>
      <Panel title={t('settings.keys.howTitle')}>
        <p className="settings-lead">{t('settings.keys.how')}</p>
        <pre className="snippet">{snippet(window.location.origin)}</pre>
      </Panel>
      <NewApiKey open={creating} onClose={() => setCreating(false)} />
    </div>
  );
}

function snippet(origin: string): string {
  return `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: '…', host: '${origin}' });
analytics.track({ userId: 'u_20001', event: 'order_paid', properties: { amount: 199 } });`;
}
