import { NodeIndexOutlined } from '@ant-design/icons';
import { EmptyState, TextSkeleton } from '@sojourn/ui';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { JourneyRow } from '../../api/types.js';
import { paths } from '../../routes/paths.js';
import { useNumber } from '../../shared/useNumber.js';

const MOST = 6;

/** The live ones, busiest first: how many are inside, and which share reached the goal. */
export function RunningJourneys({ journeys }: { readonly journeys: readonly JourneyRow[] | undefined }) {
  const { t } = useTranslation();
  const { number, share } = useNumber();
  if (journeys === undefined) {
    return (
      <div className="sj-panel-body">
        <TextSkeleton lines={4} />
      </div>
    );
  }
  const live = journeys.filter(({ state }) => state === 'live').sort((a, b) => b.active - a.active);
  if (live.length === 0) {
    return (
      <EmptyState
        icon={<NodeIndexOutlined />}
        title={t('home.nothingRuns')}
        action={
          <Link to={paths.journeys}>
            <Button type="primary">{t('home.toJourneys')}</Button>
          </Link>
        }
      />
    );
  }
  const most = Math.max(1, ...live.map(({ active }) => active));
  return (
    <ul className="running">
      {live.slice(0, MOST).map(({ id, name, active, entered, goals, hasGoal }) => (
        <li key={id}>
          <Link to={paths.journey(id)} className="sj-ellipsis">
            {name}
          </Link>
          <span className="running-bar" aria-hidden="true">
            <span style={{ width: `${(active / most) * 100}%` }} />
          </span>
          <span className="sj-number running-number">
            {t('home.insideNow', { count: active, shown: number(active) })}
          </span>
          <span className="sj-number running-number sj-muted">
            {t('home.goalShare')} <b>{hasGoal ? share(goals, entered) : '–'}</b>
          </span>
        </li>
      ))}
    </ul>
  );
}
