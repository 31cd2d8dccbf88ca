import { EmptyState, Panel, TextSkeleton, formatInstant, useSurroundings } from '@sojourn/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { contactRunsQuery, timelineQuery } from '../../api/contacts.js';
import type { TimelineItem } from '../../api/types.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useLanguage } from '../../i18n/index.js';
import { useDrawings } from '../../reasons/useDrawings.js';
import { useNodeTypes } from '../../reasons/useNodeTypes.js';
import { TimelineEntry } from './TimelineEntry.js';

interface TimelineProps {
  readonly contactId: number;
  readonly timeZone: string | undefined;
}

/** Everything that happened to one person, newest first, day by day. */
export function Timeline({ contactId, timeZone }: TimelineProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const types = useNodeTypes();
  const surroundings = useSurroundings();
  const zone = timeZone ?? surroundings.timeZone;
  // Items name their run; the runs name the version, and the version holds the words.
  const runs = useQuery({ ...contactRunsQuery(contactId), enabled: contactId > 0 }).data ?? [];
  const drawings = useDrawings(runs.map(({ journey, version }) => ({ journeyId: journey.id, version })));
  const drawingOfRun = (runId: number) => {
    const run = runs.find(({ id }) => id === runId);
    return drawings(run ? { journeyId: run.journey.id, version: run.version } : undefined);
  };
  const timeline = useInfiniteQuery({ ...timelineQuery(contactId), enabled: contactId > 0 });

  if (timeline.isError) return <ErrorBlock error={timeline.error} onRetry={() => void timeline.refetch()} />;
  const items = timeline.data?.pages.flatMap((page) => page.items).filter(saysSomething);
  if (items === undefined) {
    return (
      <Panel>
        <TextSkeleton lines={8} />
      </Panel>
    );
  }
  if (items.length === 0) {
    return (
      <Panel>
        <EmptyState title={t('timeline.empty')} />
      </Panel>
    );
  }
  return (
    <Panel>
      {byDay(items, zone, language).map(([day, ofDay]) => (
        <section key={day} className="timeline-day">
          <h2>{day}</h2>
          <ol className="road">
            {ofDay.map((item, index) => (
              <TimelineEntry
                key={index}
                item={item}
                drawingOfRun={drawingOfRun}
                types={types}
                reader={{ language, timeZone: zone }}
              />
            ))}
          </ol>
        </section>
      ))}
      {timeline.hasNextPage ? (
        <Button block loading={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>
          {t('common.loadMore')}
        </Button>
      ) : null}
      <p className="timeline-zone">{t('timeline.zone', { zone })}</p>
    </Panel>
  );
}

function byDay(items: readonly TimelineItem[], zone: string, language: string): [string, TimelineItem[]][] {
  const days = new Map<string, TimelineItem[]>();
  for (const item of items) {
    const day = formatInstant(item.at, zone, language, 'date');
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
}

/** A node that only began to wait, and gave no reason, will speak when it lets go. */
function saysSomething(item: TimelineItem): boolean {
  return item.kind !== 'step' || item.outcome !== null || item.why !== null;
}
