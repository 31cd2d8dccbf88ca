import { CheckCircleOutlined, EditOutlined, PlusOutlined, SendOutlined, TagOutlined } from '@ant-design/icons';
import {
  DataTable,
  EmptyState,
  LocalTime,
  PageBody,
  PageHeader,
  Panel,
  StatusTag,
  TextSkeleton,
  type ToneName,
} from '@sojourn/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Segmented, type TableProps } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/error.js';
import { couponCodesQuery, couponPoolQuery, useChangeCouponPool } from '../../api/incentives.js';
import type { CodeState, CouponCode } from '../../api/types.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { paths } from '../../routes/paths.js';
import { Back } from '../../shared/Back.js';
import { ContactLink } from '../../shared/ContactLink.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { TitleWait } from '../../shared/TitleWait.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { useRouteId } from '../../shared/useRouteId.js';
import { useAddressValue } from '../../shared/useSearchState.js';
import { NotFound } from '../NotFound.js';
import { AddCodes } from './AddCodes.js';
import { PoolForm } from './PoolForm.js';
import { PoolStateTag } from './PoolStateTag.js';
import { Redeem } from './Redeem.js';
import { StockBar } from './StockBar.js';
import { useValidityWords } from './useValidityWords.js';

const STATES: readonly CodeState[] = ['free', 'issued', 'redeemed'];
const LOOKS: Readonly<Record<CodeState, readonly [ToneName, ReactNode]>> = {
  free: ['quiet', <TagOutlined key="i" />],
  issued: ['info', <SendOutlined key="i" />],
  redeemed: ['good', <CheckCircleOutlined key="i" />],
};

export function CouponPoolPage() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const id = useRouteId();
  const toastError = useErrorToast();
  const validity = useValidityWords();
  const [stateText, setState] = useAddressValue('state');
  const state = STATES.find((one) => one === stateText);
  const [dialog, setDialog] = useState<'edit' | 'add'>();
  const pool = useQuery({ ...couponPoolQuery(id), enabled: id > 0 });
  const codes = useInfiniteQuery({ ...couponCodesQuery(id, state), enabled: id > 0 });
  const change = useChangeCouponPool(id);
  const rows = codes.data?.pages.flatMap((page) => page.items);
  usePageTitle(pool.data?.name ?? t('nav.coupons'));

  if (id < 0 || (isApiError(pool.error) && pool.error.status === 404)) return <NotFound />;

  const columns: TableProps<CouponCode>['columns'] = [
    { title: t('coupon.column.code'), key: 'code', render: (_, { code }) => <span className="code">{code}</span> },
    {
      title: t('coupon.column.state'),
      key: 'state',
      width: 120,
      render: (_, row) => (
        <StatusTag tone={LOOKS[row.state][0]} icon={LOOKS[row.state][1]}>
          {t(`coupon.stock.${row.state}`)}
        </StatusTag>
      ),
    },
    {
      title: t('coupon.column.contact'),
      key: 'contact',
      ellipsis: true,
      render: (_, { contact }) => <ContactLink contact={contact} />,
    },
    {
      title: t('coupon.column.issuedAt'),
      key: 'issued',
      width: 140,
      render: (_, { issuedAt }) => <LocalTime at={issuedAt} />,
    },
    {
      title: t('coupon.column.expiresAt'),
      key: 'expires',
      width: 140,
      render: (_, { expiresAt }) => <LocalTime at={expiresAt} />,
    },
    {
      title: t('coupon.column.redeemedAt'),
      key: 'redeemed',
      width: 140,
      render: (_, { redeemedAt }) => <LocalTime at={redeemedAt} />,
    },
  ];
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('add')}>
      {t('coupon.codes.add')}
    </Button>
  );

  return (
    <PageBody>
      <PageHeader
        back={<Back to={paths.coupons}>{t('nav.coupons')}</Back>}
        title={pool.data?.name ?? <TitleWait />}
        status={pool.data ? <PoolStateTag pool={pool.data} /> : undefined}
        subtitle={pool.data?.description || undefined}
        actions={
          pool.data ? (
            <>
              <Button
                loading={change.isPending}
                onClick={() => {
                  const next = pool.data.state === 'open' ? 'closed' : 'open';
                  change.mutate(
                    { state: next },
                    { onSuccess: () => void message.success(t(`coupon.done.${next}`)), onError: toastError },
                  );
                }}
              >
                {t(pool.data.state === 'open' ? 'coupon.close' : 'coupon.reopen')}
              </Button>
              <Button icon={<EditOutlined />} onClick={() => setDialog('edit')}>
                {t('common.edit')}
              </Button>
              {add}
            </>
          ) : undefined
        }
      />
      {pool.isError ? <ErrorBlock error={pool.error} onRetry={() => void pool.refetch()} /> : null}
      <div className="stack">
        <div className="columns">
          <Panel title={t('coupon.column.stock')}>
            {pool.data ? (
              <>
                <StockBar stock={pool.data.stock} wide />
                <dl className="pool-facts">
                  <div>
                    <dt>{t('coupon.form.limit')}</dt>
                    <dd>{t('coupon.perContact', { count: pool.data.perContactLimit })}</dd>
                  </div>
                  <div>
                    <dt>{t('coupon.validity.title')}</dt>
                    <dd>{validity(pool.data)}</dd>
                  </div>
                </dl>
              </>
            ) : (
              <TextSkeleton />
            )}
          </Panel>
          <Redeem poolId={id} />
        </div>
        <div>
          <div className="toolbar">
            <Segmented
              aria-label={t('coupon.column.state')}
              value={state ?? 'all'}
              options={[
                { value: 'all', label: t('common.all') },
                ...STATES.map((one) => ({ value: one, label: t(`coupon.stock.${one}`) })),
              ]}
              onChange={(value) => setState(value === 'all' ? undefined : value)}
            />
          </div>
          {codes.isError ? (
            <ErrorBlock error={codes.error} onRetry={() => void codes.refetch()} />
          ) : (
            <DataTable
              label={t('coupon.codes.title')}
              rows={rows}
              refreshing={codes.isPlaceholderData}
              rowKey="id"
              columns={columns}
              footer={
                <LoadMore
                  shown={rows?.length ?? 0}
                  hasMore={codes.hasNextPage}
                  loading={codes.isFetchingNextPage}
                  onMore={() => void codes.fetchNextPage()}
                />
              }
              empty={
                <EmptyState
                  title={t(state ? 'coupon.codes.noneInState' : 'coupon.codes.empty')}
                  action={state ? <Button onClick={() => setState(undefined)}>{t('common.clearFilters')}</Button> : add}
                />
              }
            />
          )}
        </div>
      </div>
      {pool.data ? (
        <PoolForm
          open={dialog === 'edit'}
          pool={pool.data}
          onClose={() => setDialog(undefined)}
          onSaved={() => setDialog(undefined)}
        />
      ) : null}
      <AddCodes poolId={id} open={dialog === 'add'} onClose={() => setDialog(undefined)} />
    </PageBody>
  );
}
