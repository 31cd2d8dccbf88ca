import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CouponPool } from '../../api/types.js';
import { useNumber } from '../../shared/useNumber.js';
import './coupons.css';

const PARTS = ['redeemed', 'issued', 'free'] as const;

/** How far a pool is used up: redeemed, in hands, still free. The numbers stand under the bar. */
export function StockBar({ stock, wide = false }: { readonly stock: CouponPool['stock']; readonly wide?: boolean }) {
  const { t } = useTranslation();
  const { number, share } = useNumber();
  if (stock.total === 0) return <span className="sj-faint">{t('coupon.noCodes')}</span>;
  return (
    <div className={`stock${wide ? ' is-wide' : ''}`}>
      <Tooltip
        title={PARTS.map(
          (part) => `${t(`coupon.stock.${part}`)} ${number(stock[part])} (${share(stock[part], stock.total)})`,
        ).join(' · ')}
      >
        <div className="stock-bar" aria-hidden="true">
          {PARTS.map((part) => (
            <span key={part} className={`is-${part}`} style={{ flexGrow: stock[part] }} />
          ))}
        </div>
      </Tooltip>
      <div className="stock-words sj-number">
        {PARTS.map((part) => (
          <span key={part}>
            <i className={`is-${part}`} aria-hidden="true" />
            {t(`coupon.stock.${part}`)} <b>{number(stock[part])}</b>
          </span>
        ))}
      </div>
    </div>
  );
}
