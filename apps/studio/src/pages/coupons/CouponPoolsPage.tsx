import { PlusOutlined, TagsOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, PageBody, PageHeader } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { couponPoolsQuery } from '../../api/incentives.js';
import type { CouponPool } from '../../api/types.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { PoolForm } from './PoolForm.js';
import { PoolStateTag } from './PoolStateTag.js';
import { StockBar } from './StockBar.js';
import { useValidityWords } from './useValidityWords.js';

export function CouponPoolsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const validity = useValidityWords();
  const pools = useQuery(couponPoolsQuery);
  const [creating, setCreating] = useState(false);
  usePageTitle(t('nav.coupons'));

  const columns: TableProps<CouponPool>['columns'] = [
    {
      title: t('coupon.column.pool'),
      key: 'name',
      render: (_, { id, name, description }) => (
        <div className="cell-title">
          <Link to={paths.coupon(id)}>{name}</Link>
          {description ? <span>{description}</span> : null}
        </div>
      ),
    },
    { title: t('coupon.column.state'), key: 'state', width: 120, render: (_, pool) => <PoolStateTag pool={pool} /> },
    {
      title: t('coupon.column.stock'),
      key: 'stock',
      width: '36%',
      render: (_, { stock }) => <StockBar stock={stock} />,
    },
    {
      title: t('coupon.column.rules'),
      key: 'rules',
      width: '22%',
      render: (_, pool) => (
        <div className="cell-title">
          <span>{t('coupon.perContact', { count: pool.perContactLimit })}</span>
          <span>{validity(pool)}</span>
        </div>
      ),
    },
  ];
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('coupon.create')}
    </Button>
  );
  return (
    <PageBody>
      <PageHeader title={t('nav.coupons')} subtitle={t('coupon.lead')} actions={create} />
      {pools.isError ? (
        <ErrorBlock error={pools.error} onRetry={() => void pools.refetch()} />
      ) : (
        <DataTable
          label={t('nav.coupons')}
          rows={pools.data}
          rowKey="id"
          columns={columns}
          onRow={({ id }) => ({
            className: 'is-clickable',
            onClick: (event) => {
              if (!(event.target as HTMLElement).closest('a, button')) void navigate(paths.coupon(id));
            },
          })}
          empty={
            <EmptyState
              icon={<TagsOutlined />}
              title={t('coupon.empty.title')}
              hint={t('coupon.empty.hint')}
              action={create}
            />
          }
        />
      )}
      <PoolForm
        open={creating}
        onClose={() => setCreating(false)}
        onSaved={({ id }) => {
          setCreating(false);
          void navigate(paths.coupon(id));
        }}
      />
    </PageBody>
  );
}
