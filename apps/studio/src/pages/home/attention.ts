import type { CouponPool, JourneyRow, Overview } from '../../api/types.js';
import { isLow } from '../coupons/stock.js';
import { paths } from '../../routes/paths.js';

/** One thing that waits for a hand. `key` names its words in the locale files under `home.attention`. */
export interface Call {
  readonly key: 'quarantined' | 'soldOut' | 'low' | 'paused' | 'outbox';
  readonly tone: 'bad' | 'warn';
  readonly to: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Messages that wait are ordinary; so many at once mean that a channel has stopped. */
const MANY_WAITING = 500;

/** What needs somebody now, the worst first. */
export function callsFor(overview: Overview, journeys: readonly JourneyRow[], pools: readonly CouponPool[]): Call[] {
  const calls: Call[] = [];
  if (overview.quarantinedRuns > 0) {
    calls.push({ key: 'quarantined', tone: 'bad', to: paths.attention, params: { count: overview.quarantinedRuns } });
  }
  for (const { id, name, state, stock } of pools) {
    if (state === 'open' && stock.total > 0 && stock.free === 0) {
      calls.push({ key: 'soldOut', tone: 'bad', to: paths.coupon(id), params: { name } });
    } else if (isLow({ state, stock })) {
      calls.push({ key: 'low', tone: 'warn', to: paths.coupon(id), params: { name, count: stock.free } });
    }
  }
  for (const { id, name, state, active } of journeys) {
    if (state === 'paused' && active > 0) {
      calls.push({ key: 'paused', tone: 'warn', to: paths.journey(id), params: { name, count: active } });
    }
  }
  if (overview.outboxWaiting >= MANY_WAITING) {
    calls.push({
      key: 'outbox',
      tone: 'warn',
      to: paths.settingsPage('mail'),
      params: { count: overview.outboxWaiting },
    });
  }
  return calls.sort((a, b) => Number(a.tone === 'warn') - Number(b.tone === 'warn'));
}
