import { CheckCircleOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime } from '@sojourn/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Segmented, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  deliveriesQuery,
  deliverySummaryQuery,
  MOST_AT_ONCE,
  useReconcile,
  useRetryDeliveries,
  type Delivery,
  type ReconcileAs,
} from '../../api/attention.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { paths } from '../../routes/paths.js';
import { ContactLink } from '../../shared/ContactLink.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { useNumber } from '../../shared/useNumber.js';
import { useAddressValue } from '../../shared/useSearchState.js';
import { channelName } from './channel-name.js';
import { Channels } from './Channels.js';
import { deliveryReason } from './delivery-words.js';
import { useMayEdit } from './useMayEdit.js';

const STATES = ['unknown', 'dead', 'failed', 'ready'] as const;
type Shown = (typeof STATES)[number];
type Deed = 'retry' | ReconcileAs;

/** What can be done in which state; the engine holds the same table. */
const DEEDS: Readonly<Record<Shown, readonly Deed[]>> = {
  unknown: ['delivered', 'failed', 'send-again'],
  dead: ['retry'],
  failed: ['retry'],
  ready: [],
};

/** The channels at work, and below them what they could not hand over. */
export function Deliveries() {
  const { t } = useTranslation('attention');
  const { number } = useNumber();
  const { modal, message } = App.useApp();
  const toastError = useErrorToast();
  const mayEdit = useMayEdit();
  const summary = useQuery(deliverySummaryQuery);
  const [channel, setChannel] = useAddressValue('channel');
  const [asked, setAsked] = useAddressValue('state');
  const counts = summary.data?.filter((one) => channel === undefined || one.channel === channel) ?? [];
  const sum = (of: 'unknown' | 'dead' | 'waiting'): number => counts.reduce((total, one) => total + one[of], 0);
  // Where nothing was chosen: what is worst of what there is.
  const state = STATES.find((one) => one === asked) ?? (sum('unknown') === 0 && sum('dead') > 0 ? 'dead' : 'unknown');
  const deliveries = useInfiniteQuery({ ...deliveriesQuery({ state, channel }), enabled: summary.data !== undefined });
  const rows = deliveries.data?.pages.flatMap((page) => page.items);
  const [selected, setSelected] = useState<readonly number[]>([]);
  const retry = useRetryDeliveries();
  const reconcile = useReconcile();
  const deeds = mayEdit ? DEEDS[state] : [];

  const act = (deed: Deed, ids: number[]) => {
    const shown = number(ids.length);
    void modal.confirm({
      title: t(`delivery.${deed}.title`, { count: ids.length, shown }),
      content: t(`delivery.${deed}.words`, { count: ids.length, shown }),
      okText: t(`delivery.${deed}.ok`),
      cancelText: t('cancel'),
      onOk: () =>
        (deed === 'retry' ? retry.mutateAsync(ids) : reconcile.mutateAsync({ ids, as: deed })).then(
          ({ changed, refused }) => {
            setSelected([]);
            if (changed > 0) void message.success(t('delivery.changed', { count: changed, shown: number(changed) }));
            if (refused.length > 0) void message.warning(t('delivery.refused', { count: refused.length, shown: number(refused.length) })); // prettier-ignore
          },
          (error: unknown) => toastError(error),
        ),
    });
  };

  const columns: TableProps<Delivery>['columns'] = [
    {
      title: t('column.contact'),
      key: 'contact',
      width: '18%',
      render: (_, one) => <ContactLink contact={one.contact} />,
    },
    {
      title: t('column.what'),
      key: 'what',
      width: '22%',
      render: (_, { journey, nodeId, channel: by }) => (
        <div className="cell-title">
          {journey ? (
            <Link to={paths.journeyNode(journey.id, nodeId)}>{journey.name}</Link>
          ) : (
            <span>{t('deletedJourney')}</span>
          )}
          <span>{channelName(t, by)}</span>
        </div>
      ),
    },
    {
      title: t('column.why'),
      key: 'why',
      render: (_, { reason, attempt }) => (
        <div className="cell-title">
          <span className="delivery-why">{deliveryReason(t, reason) ?? t('delivery.noReason')}</span>
          <span>{t('delivery.attempts', { count: attempt, shown: number(attempt) })}</span>
        </div>
      ),
    },
    {
      title: t('column.since'),
      key: 'since',
      width: 132,
      render: (_, { settledAt, createdAt }) => <LocalTime at={settledAt ?? createdAt} />,
    },
    ...(deeds.length > 0
      ? [
          {
            title: <span className="sj-visually-hidden">{t('repair.button')}</span>,
            key: 'do',
            width: state === 'unknown' ? 264 : 112,
            align: 'right' as const,
            render: (_: unknown, { id }: Delivery) => (
              <span className="row-deeds">
                {deeds.map((deed) => (
                  <Button key={deed} size="small" onClick={() => act(deed, [id])}>
                    {t(`delivery.${deed}.button`)}
                  </Button>
                ))}
              </span>
            ),
          },
        ]
      : []),
  ];

  if (summary.isError) return <ErrorBlock error={summary.error} onRetry={() => void summary.refetch()} />;
  return (
    <>
      <Channels summary={summary.data} mayEdit={mayEdit} />
      <div className="toolbar">
        <Segmented<Shown>
          value={state}
          aria-label={t('delivery.state.label')}
          options={STATES.map((one) => ({
            value: one,
            label:
              one === 'failed'
                ? t('delivery.state.failed')
                : `${t(`delivery.state.${one}`)} ${number(sum(one === 'ready' ? 'waiting' : one))}`,
          }))}
          onChange={(value) => {
            setSelected([]);
            setAsked(value);
          }}
        />
        <Select
          allowClear
          style={{ minWidth: 180 }}
          value={channel ?? null}
          placeholder={t('delivery.allChannels')}
          aria-label={t('delivery.channel')}
          options={(summary.data ?? []).map((one) => ({ value: one.channel, label: channelName(t, one.channel) }))}
          onChange={(value: string | null | undefined) => {
            setSelected([]);
            setChannel(value ?? undefined);
          }}
        />
      </div>
      {selected.length > 0 ? (
        <div className="selection-bar" role="toolbar" aria-label={t('selection.label')}>
          <b className="sj-number">
            {t('selection.count', { count: selected.length, shown: number(selected.length) })}
          </b>
          {deeds.map((deed) => (
            <Button key={deed} size="small" onClick={() => act(deed, [...selected])}>
              {t(`delivery.${deed}.button`)}
            </Button>
          ))}
          <span className="toolbar-end">
            <Button size="small" type="text" onClick={() => setSelected([])}>
              {t('selection.clear')}
            </Button>
          </span>
        </div>
      ) : null}
      {deliveries.isError ? (
        <ErrorBlock error={deliveries.error} onRetry={() => void deliveries.refetch()} />
      ) : (
        <DataTable
          label={t('tab.deliveries')}
          rows={rows}
          refreshing={deliveries.isPlaceholderData}
          rowKey="id"
          columns={columns}
          {...(deeds.length > 0
            ? {
                rowSelection: {
                  columnWidth: 44,
                  selectedRowKeys: [...selected],
                  getTitleCheckboxProps: () => ({ 'aria-label': t('selection.page') }),
                  getCheckboxProps: ({ contact }: Delivery) => ({
                    'aria-label': t('selection.one', { name: contact.name ?? `#${contact.id}` }),
                  }),
                  onChange: (keys: readonly React.Key[]) => setSelected(keys.slice(0, MOST_AT_ONCE).map(Number)),
                },
              }
            : {})}
          footer={
            rows && rows.length > 0 ? (
              <LoadMore
                shown={rows.length}
                hasMore={deliveries.hasNextPage}
                loading={deliveries.isFetchingNextPage}
                onMore={() => void deliveries.fetchNextPage()}
              />
            ) : null
          }
          empty={
            <EmptyState
              icon={<CheckCircleOutlined className="all-well-icon" />}
              title={t(`empty.${state}.title`)}
              hint={t(`empty.${state}.hint`)}
            />
          }
        />
      )}
    </>
  );
}
