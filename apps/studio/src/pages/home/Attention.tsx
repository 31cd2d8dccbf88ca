import { CheckCircleOutlined, ExclamationCircleOutlined, RightOutlined, WarningOutlined } from '@ant-design/icons';
import { Panel, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { couponPoolsQuery } from '../../api/incentives.js';
import type { JourneyRow, Overview } from '../../api/types.js';
import { callsFor } from './attention.js';

interface AttentionProps {
  readonly overview: Overview | undefined;
  readonly journeys: readonly JourneyRow[] | undefined;
}

export function Attention({ overview, journeys }: AttentionProps) {
  const { t } = useTranslation();
  const pools = useQuery(couponPoolsQuery);
  const ready = overview !== undefined && journeys !== undefined && !pools.isPending;
  const calls = ready ? callsFor(overview, journeys, pools.data ?? []) : [];
  return (
    <Panel title={t('home.attention.title')} flush>
      {!ready ? (
        <div className="sj-panel-body">
          <TextSkeleton lines={4} />
        </div>
      ) : calls.length === 0 ? (
        <p className="all-well">
          <CheckCircleOutlined aria-hidden /> {t('home.attention.none')}
        </p>
      ) : (
        <ul className="calls">
          {calls.map(({ key, tone, to, params }, index) => (
            <li key={index}>
              <Link to={to} className={`call is-${tone}`}>
                {tone === 'bad' ? <ExclamationCircleOutlined aria-hidden /> : <WarningOutlined aria-hidden />}
                <span>
                  <b>{t(`home.attention.${key}.title`, params)}</b>
                  <span>{t(`home.attention.${key}.todo`, params)}</span>
                </span>
                <RightOutlined aria-hidden className="call-go" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
