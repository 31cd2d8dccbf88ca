import { formatInstant, useSurroundings } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import type { CouponPool } from '../../api/types.js';

/** When a pool's codes hold, in one phrase. */
export function useValidityWords(): (pool: Pick<CouponPool, 'validFrom' | 'validUntil' | 'validDays'>) => string {
  const { t } = useTranslation();
  const { language, timeZone } = useSurroundings();
  const day = (at: number) => formatInstant(at, timeZone, language, 'date');
  return ({ validFrom, validUntil, validDays }) => {
    const parts = [
      validDays === null ? '' : t('coupon.validity.days', { count: validDays }),
      validFrom === null ? '' : t('coupon.validity.from', { day: day(validFrom) }),
      validUntil === null ? '' : t('coupon.validity.until', { day: day(validUntil) }),
    ].filter(Boolean);
    return parts.length > 0 ? parts.join(t('coupon.validity.comma')) : t('coupon.validity.always');
  };
}
