import { GRAIN, LARGEST_AMOUNT } from '../aggregate.js';
import type { EventCondition } from '../condition.js';
import type { Dialect, Place } from './dialect.js';
import { raw, sql, type Fragment } from './fragment.js';

/** The SELECT list of `aggregateOf` (../aggregate.ts), same arithmetic, over the events' property at `place`. */
export function aggregateSql(dialect: Dialect, aggregate: EventCondition['aggregate'], place: Place): Fragment {
  const number = dialect.number(place);
  switch (aggregate) {
    case 'count':
      return raw('COUNT(*)');
    case 'min':
      return sql`MIN(${number})`;
    case 'max':
      return sql`MAX(${number})`;
    case 'distinct':
      return sql`COUNT(DISTINCT ${dialect.digest(dialect.text(place))}) + COUNT(DISTINCT ${number})
        + COALESCE(MAX(${dialect.isBoolean(place, true)}), 0) + COALESCE(MAX(${dialect.isBoolean(place, false)}), 0)`;
    case 'sum':
    case 'average': {
      const amount = sql`CASE WHEN ABS(${number}) <= ${raw(`${LARGEST_AMOUNT}.0e0`)} THEN ${number} END`;
      const grain = raw(`${GRAIN}.0e0`);
      const grains = sql`SUM(FLOOR(${amount})) * ${grain} + SUM(FLOOR((${amount} - FLOOR(${amount})) * ${grain} + 0.5e0))`;
      return aggregate === 'sum'
        ? sql`COALESCE((${grains}) / ${grain}, 0)`
        : sql`(${grains}) / (${grain} * COUNT(${amount}))`;
    }
  }
}
