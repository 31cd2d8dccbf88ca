import { EmptyState, LocalTime, PageBody, PageHeader, Panel, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { contactQuery, contactRunsQuery } from '../../api/contacts.js';
import { isApiError } from '../../api/error.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { Back } from '../../shared/Back.js';
import { TitleWait } from '../../shared/TitleWait.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { useRouteId } from '../../shared/useRouteId.js';
import { useAddressValue } from '../../shared/useSearchState.js';
import { NotFound } from '../NotFound.js';
import { Attributes } from './Attributes.js';
import { contactName } from './contact-name.js';
import { Identities } from './Identities.js';
import { RunPaths } from './RunPaths.js';
import { TagEditor } from './TagEditor.js';
import { Timeline } from './Timeline.js';
import './contacts.css';

export function ContactPage() {
  const { t } = useTranslation();
  const id = useRouteId();
  const contact = useQuery({ ...contactQuery(id), enabled: id > 0 });
  const runs = useQuery({ ...contactRunsQuery(id), enabled: id > 0 });
  const [tab, setTab] = useAddressValue('view');
  const person = contact.data;
  usePageTitle(person ? contactName(person, t) : t('nav.contacts'));

  if (id < 0 || (isApiError(contact.error) && contact.error.status === 404)) return <NotFound />;
  return (
    <PageBody>
      <PageHeader
        back={<Back to={paths.contacts}>{t('nav.contacts')}</Back>}
        title={person ? contactName(person, t) : <TitleWait />}
        subtitle={
          person ? (
            <span className="contact-facts">
              <span>
                {t('contact.column.since')} <LocalTime at={person.createdAt} style="date" />
              </span>
              <span>
                {t('contact.column.seen')} <LocalTime at={person.lastSeenAt} />
              </span>
              {person.timeZone ? <span>{person.timeZone}</span> : null}
            </span>
          ) : undefined
        }
      />
      {contact.isError ? <ErrorBlock error={contact.error} onRetry={() => void contact.refetch()} /> : null}
      <div className="columns">
        <div className="stack">
          <Tabs
            className="contact-tabs"
            activeKey={tab === 'timeline' ? 'timeline' : 'journeys'}
            onChange={(key) => setTab(key === 'journeys' ? undefined : key)}
            items={[
              {
                key: 'journeys',
                label: t('contact.tab.journeys'),
                children: runs.isError ? (
                  <ErrorBlock error={runs.error} onRetry={() => void runs.refetch()} />
                ) : runs.data === undefined ? (
                  <Panel>
                    <TextSkeleton lines={6} />
                  </Panel>
                ) : runs.data.length === 0 ? (
                  <Panel>
                    <EmptyState title={t('contact.noRuns.title')} hint={t('contact.noRuns.hint')} />
                  </Panel>
                ) : (
                  <RunPaths runs={runs.data} timeZone={person?.timeZone ?? undefined} />
                ),
              },
              {
                key: 'timeline',
                label: t('contact.tab.timeline'),
                children: <Timeline contactId={id} timeZone={person?.timeZone ?? undefined} />,
              },
            ]}
          />
        </div>
        <div className="stack">
          <Panel title={t('contact.tags')}>
            {person ? <TagEditor contact={person} /> : <TextSkeleton lines={1} />}
          </Panel>
          <Panel title={t('contact.identities')}>{person ? <Identities contact={person} /> : <TextSkeleton />}</Panel>
          {person ? (
            <Attributes contact={person} />
          ) : (
            <Panel title={t('contact.attributes')}>
              <TextSkeleton lines={5} />
            </Panel>
          )}
        </div>
      </div>
    </PageBody>
  );
}
