import {
  CheckCircleOutlined,
  ExclamationCircleOutlined,
  InboxOutlined,
  PauseCircleOutlined,
  PlusOutlined,
} from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime, StatusTag } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { App, Button, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sourcesQuery, useSources, type SourceView } from '../../../api/plugin-host.js';
import type { PluginRow } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';
import { useNumber } from '../../../shared/useNumber.js';
import { useMayInstall } from '../useMayInstall.js';
import { SourceForm } from './SourceForm.js';

/** Where a plugin's triggers bring events from: asked every so often, or posted to. */
export function Sources({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const { number } = useNumber();
  const { modal } = App.useApp();
  const toastError = useErrorToast();
  const mayInstall = useMayInstall();
  const sources = useQuery(sourcesQuery);
  const { change, remove } = useSources();
  const [form, setForm] = useState<SourceView | 'new'>();
  const language = useLanguage();
  const triggerName = (type: string) =>
    localText(plugin.nodes.find((node) => node.type === type)?.title, language) || type;
  const rows = sources.data?.filter((one) => one.plugin === plugin.id);

  const columns: TableProps<SourceView>['columns'] = [
    {
      title: t('source.name'),
      key: 'name',
      render: (_, { name, nodeType, everySeconds }) => (
        <div className="cell-title source-cell">
          <b>{name}</b>
          <span>
            {triggerName(nodeType)} ·{' '}
            {everySeconds === null
              ? t('source.posted')
              : t('source.every', { count: Math.max(1, Math.round(everySeconds / 60)) })}
          </span>
        </div>
      ),
    },
    {
      title: t('column.state'),
      key: 'state',
      width: 150,
      render: (_, { state, lastError, failures }) =>
        state !== 'active' ? (
          <StatusTag tone="quiet" icon={<PauseCircleOutlined />}>
            {t('source.paused')}
          </StatusTag>
        ) : failures > 0 && lastError ? (
          <StatusTag tone="bad" icon={<ExclamationCircleOutlined />}>
            {t('source.failing')}
          </StatusTag>
        ) : (
          <StatusTag tone="good" icon={<CheckCircleOutlined />}>
            {t('source.active')}
          </StatusTag>
        ),
    },
    {
      title: t('source.last'),
      key: 'last',
      width: '26%',
      render: (_, { lastOkAt, lastError, lastErrorAt, failures }) => (
        <div className="cell-title source-cell">
          <LocalTime at={lastOkAt} />
          {failures > 0 && lastError ? (
            <span>
              <LocalTime at={lastErrorAt} /> · {lastError.replace(/^error: /, '')}
            </span>
          ) : null}
        </div>
      ),
    },
    {
      title: t('source.events'),
      key: 'events',
      width: 110,
      align: 'right',
      render: (_, { events }) => <span className="sj-number">{number(events)}</span>,
    },
    ...(mayInstall
      ? [
          {
            title: <span className="sj-visually-hidden">{t('source.edit')}</span>,
            key: 'do',
            width: 240,
            align: 'right' as const,
            render: (_: unknown, one: SourceView) => (
              <span className="row-deeds">
                <Button
                  size="small"
                  onClick={() =>
                    change.mutate(
                      { id: one.id, revision: one.revision, state: one.state === 'active' ? 'paused' : 'active' },
                      { onError: toastError },
                    )
                  }
                >
                  {t(one.state === 'active' ? 'source.pause' : 'source.resume')}
                </Button>
                <Button size="small" onClick={() => setForm(one)}>
                  {t('source.edit')}
                </Button>
                <Button
                  size="small"
                  danger
                  type="text"
                  onClick={() =>
                    void modal.confirm({
                      title: t('source.removeTitle', { name: one.name }),
                      content: t('source.removeWords'),
                      okText: t('source.remove'),
                      okButtonProps: { danger: true },
                      cancelText: t('cancel'),
                      onOk: () => remove.mutateAsync(one.id).catch(toastError),
                    })
                  }
                >
                  {t('source.remove')}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  const add = mayInstall ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setForm('new')}>
      {t('source.add')}
    </Button>
  ) : undefined;

  if (sources.isError) return <ErrorBlock error={sources.error} onRetry={() => void sources.refetch()} />;
  return (
    <>
      <div className="toolbar">
        <p className="plugins-lead">{t('source.lead')}</p>
        {rows && rows.length > 0 ? <span className="toolbar-end">{add}</span> : null}
      </div>
      <DataTable
        label={t('plugin.tab.sources')}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={
          <EmptyState icon={<InboxOutlined />} title={t('source.empty')} hint={t('source.emptyHint')} action={add} />
        }
      />
      {form ? (
        <SourceForm plugin={plugin} source={form === 'new' ? undefined : form} onClose={() => setForm(undefined)} />
      ) : null}
    </>
  );
}
