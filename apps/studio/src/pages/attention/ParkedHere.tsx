import { ExclamationCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { journeyCountsQuery } from '../../api/journeys.js';
import { paths } from '../../routes/paths.js';
import { useNumber } from '../../shared/useNumber.js';
import './attention.css';

/** At a step where people are stuck: how many, and the way to them. Nothing while nobody is. */
export function ParkedHere({ journeyId, nodeId }: { readonly journeyId: number; readonly nodeId: string }) {
  const { t } = useTranslation('attention');
  const { number } = useNumber();
  const { data } = useQuery(journeyCountsQuery(journeyId));
  const parked = data?.nodes[nodeId]?.parked ?? 0;
  if (parked === 0) return null;
  return (
    <p className="parked-here">
      <ExclamationCircleOutlined aria-hidden />
      <span>
        <b>{t('step.title', { count: parked, shown: number(parked) })}</b>
        <Link to={paths.attentionAt(journeyId, nodeId)}>{t('step.go')}</Link>
      </span>
    </p>
  );
}
