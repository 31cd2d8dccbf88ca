import { CheckCircleOutlined, ExclamationCircleOutlined, StopOutlined } from '@ant-design/icons';
import { StatusTag } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import type { CouponPool } from '../../api/types.js';
import { isLow } from './stock.js';

export function PoolStateTag({ pool }: { readonly pool: CouponPool }) {
  const { t } = useTranslation();
  if (pool.state === 'closed') {
    return (
      <StatusTag tone="quiet" icon={<StopOutlined />}>
        {t('coupon.state.closed')}
      </StatusTag>
    );
  }
  if (pool.stock.free === 0) {
    return (
      <StatusTag tone="bad" icon={<ExclamationCircleOutlined />}>
        {t(pool.stock.total === 0 ? 'coupon.state.empty' : 'coupon.state.soldOut')}
      </StatusTag>
    );
  }
  if (isLow(pool)) {
    return (
      <StatusTag tone="warn" icon={<ExclamationCircleOutlined />}>
        {t('coupon.state.low')}
      </StatusTag>
    );
  }
  return (
    <StatusTag tone="good" icon={<CheckCircleOutlined />}>
      {t('coupon.state.open')}
    </StatusTag>
  );
}
