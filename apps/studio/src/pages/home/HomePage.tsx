import {
  EmptyState,
  PageBody,
  PageHeader,
  Panel,
  StatNumber,
  TextSkeleton,
  useSurroundings,
  formatInstant,
} from '@sojourn/ui';
import { FlagOutlined, MessageOutlined, TagOutlined, TeamOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { journeysQuery } from '../../api/journeys.js';
import { sessionQuery } from '../../api/session.js';
import { overviewQuery } from '../../api/settings.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { Attention } from './Attention.js';
import { EventsChart } from './EventsChart.js';
import { NextSteps } from './NextSteps.js';
import { RunningJourneys } from './RunningJourneys.js';
import './home.css';

/** Today at a glance: what moves, what needs a hand, what to do first. */
export function HomePage() {
  const { t } = useTranslation();
  const { language, timeZone } = useSurroundings();
  const session = useQuery(sessionQuery).data;
  const overview = useQuery(overviewQuery);
  const journeys = useQuery(journeysQuery());
  const it = overview.data;
  usePageTitle(t('nav.home'));

  const fresh = it ? t('common.asOf', { time: formatInstant(it.asOf, timeZone, language, 'time') }) : undefined;
  return (
    <PageBody>
      <PageHeader
        title={t('home.title')}
        subtitle={session ? t('home.hello', { name: session.user.name, workspace: session.workspace.name }) : undefined}
      />
      {overview.isError ? <ErrorBlock error={overview.error} onRetry={() => void overview.refetch()} /> : null}
      <div className="stack">
        <section className="home-stats" aria-label={t('home.today')}>
          <StatNumber
            icon={<TeamOutlined />}
            label={t('home.stat.inside')}
            value={it?.activeRuns}
            unit={t('home.unit.people')}
            period={t('common.now')}
            freshness={fresh}
          />
          <StatNumber
            icon={<ThunderboltOutlined />}
            label={t('home.stat.events')}
            value={it?.eventsToday}
            unit={t('home.unit.events')}
            period={t('common.today')}
            freshness={fresh}
          />
          <StatNumber
            icon={<MessageOutlined />}
            label={t('home.stat.messages')}
            value={it?.messagesToday}
            unit={t('home.unit.messages')}
            period={t('common.today')}
            freshness={fresh}
          />
          <StatNumber
            icon={<TagOutlined />}
            label={t('home.stat.coupons')}
            value={it?.couponsToday}
            unit={t('home.unit.coupons')}
            period={t('common.today')}
            freshness={fresh}
          />
          <StatNumber
            icon={<FlagOutlined />}
            label={t('home.stat.goals')}
            value={it?.goalsToday}
            unit={t('home.unit.goals')}
            period={t('common.today')}
            freshness={fresh}
          />
        </section>
        <NextSteps />
        <div className="columns home-columns">
          <div className="stack">
            <Panel title={t('home.chart.title')} extra={t('home.chart.period')}>
              {it === undefined ? (
                <TextSkeleton lines={5} />
              ) : it.eventsByDay.some(({ count }) => count > 0) ? (
                <EventsChart days={it.eventsByDay} />
              ) : (
                <EmptyState
                  title={t('home.chart.empty')}
                  action={
                    <Link to={paths.settingsPage('api-keys')}>
                      <Button>{t('home.chart.connect')}</Button>
                    </Link>
                  }
                />
              )}
            </Panel>
            <Panel title={t('home.running')} extra={<Link to={paths.journeys}>{t('home.allJourneys')}</Link>} flush>
              {journeys.isError ? (
                <div className="sj-panel-body">
                  <ErrorBlock error={journeys.error} onRetry={() => void journeys.refetch()} />
                </div>
              ) : (
                <RunningJourneys journeys={journeys.data?.items} />
              )}
            </Panel>
          </div>
          <Attention overview={it} journeys={journeys.data?.items} />
        </div>
      </div>
    </PageBody>
  );
}
