import { formatInstant, useSurroundings } from '@sojourn/ui';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../api/types.js';
import { useNumber } from '../../shared/useNumber.js';

/** Fourteen bars, today's set apart since it is not over; each says its number. */
export function EventsChart({ days }: { readonly days: Overview['eventsByDay'] }) {
  const { t } = useTranslation();
  const { number } = useNumber();
  const { language } = useSurroundings();
  const highest = ceiling(Math.max(...days.map(({ count }) => count), 0));
  // A date without a time is read in no zone: it is a name of a day.
  const name = (date: string) => formatInstant(Date.parse(`${date}T12:00:00Z`), 'UTC', language, 'day');
  return (
    <div className="chart">
      <div className="chart-scale" aria-hidden="true">
        <span>{number(highest)}</span>
        <span>{number(highest / 2)}</span>
        <span>0</span>
      </div>
      <ol className="chart-bars" aria-label={t('home.chart.title')}>
        {days.map(({ date, count }, index) => {
          const today = index === days.length - 1;
          const label = `${name(date)}: ${t('home.chart.events', { count, shown: number(count) })}${today ? ` (${t('home.chart.soFar')})` : ''}`;
          return (
            <li key={date}>
              <Tooltip title={label}>
                <span className="chart-slot">
                  <span
                    className={`chart-bar${today ? ' is-today' : ''}`}
                    style={{ height: `${Math.max(count > 0 ? 2 : 0, (count / highest) * 100)}%` }}
                  />
                </span>
              </Tooltip>
              <span className="sj-visually-hidden">{label}</span>
              <span className="chart-day" aria-hidden="true">
                {index % 2 === (days.length - 1) % 2 ? name(date) : ''}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** The next round number above, even at its half, so that the scale reads well. */
function ceiling(count: number): number {
  if (count <= 10) return 10;
  const power = 10 ** Math.floor(Math.log10(count));
  return [1, 2, 4, 6, 8, 10].map((step) => step * power).find((round) => round >= count) ?? 10 * power;
}
