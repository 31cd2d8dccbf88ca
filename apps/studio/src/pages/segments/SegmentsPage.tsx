import { TeamOutlined } from '@ant-design/icons';
import type { Condition } from '@sojourn/rules';
import { EmptyState, PageBody, PageHeader, Panel, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { previewSegment } from '../../api/settings.js';
import { ConditionBuilder, isComplete, rowCount, toGroup, useConditionOptions } from '../../conditions/index.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { useNumber } from '../../shared/useNumber.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { contactName } from '../contacts/contact-name.js';
import { TagList } from '../contacts/TagList.js';
import { addressOf, conditionFrom } from './segment-address.js';
import { EXAMPLES } from './examples.js';
import './segments.css';

const PAUSE_MS = 350;

/** Tries a condition on everyone, before it is used in a journey. The condition lives in the address. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const { number } = useNumber();
  const options = useConditionOptions();
  const [condition, setCondition] = useState<Condition | undefined>(() => conditionFrom(window.location.hash));
  const [asked, setAsked] = useState(condition);
  usePageTitle(t('nav.segments'));

  const root = toGroup(condition);
  const complete = rowCount(root) > 0 && isComplete(root);
  useEffect(() => {
    const timer = setTimeout(() => {
      window.history.replaceState(window.history.state, '', addressOf(condition));
      if (condition === undefined || complete) setAsked(complete ? condition : undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [condition, complete]);

  const preview = useQuery({
    queryKey: ['segment-preview', asked],
    queryFn: ({ signal }) => previewSegment(asked as Condition, signal), // enabled only with a condition
    enabled: asked !== undefined,
    placeholderData: (previous) => previous,
    retry: false,
  });
  const stale = condition !== asked || preview.isFetching;

  return (
    <PageBody>
      <PageHeader
        title={t('nav.segments')}
        subtitle={t('segment.lead')}
        actions={condition ? <Button onClick={() => setCondition(undefined)}>{t('segment.clear')}</Button> : undefined}
      />
      <div className="columns">
        <Panel title={t('segment.who')}>
          <ConditionBuilder value={condition} onChange={setCondition} options={options} label={t('segment.who')} />
          {rowCount(root) === 0 ? (
            <div className="segment-examples">
              <span className="sj-muted">{t('segment.examples')}</span>
              {EXAMPLES.map(({ key, condition: example }) => (
                <Button key={key} size="small" onClick={() => setCondition(example)}>
                  {t(`segment.example.${key}`)}
                </Button>
              ))}
            </div>
          ) : null}
        </Panel>
        <Panel title={t('segment.match')} className="segment-answer">
          {preview.isError ? (
            <ErrorBlock error={preview.error} />
          ) : asked === undefined ? (
            <EmptyState
              icon={<TeamOutlined />}
              title={t(rowCount(root) > 0 ? 'segment.incomplete' : 'segment.empty')}
            />
          ) : preview.data === undefined ? (
            <TextSkeleton lines={6} />
          ) : (
            <div aria-busy={stale} className={stale ? 'is-stale' : ''}>
              <div className="segment-count sj-number" role="status">
                {number(preview.data.count)} <span>{t('segment.people', { count: preview.data.count })}</span>
              </div>
              <div className="sj-faint segment-note">{t(complete ? 'segment.live' : 'segment.incomplete')}</div>
              <ul className="segment-sample">
                {preview.data.sample.map((contact) => (
                  <li key={contact.id}>
                    <Link to={paths.contact(contact.id)} className="sj-ellipsis">
                      {contactName(contact, t)}
                    </Link>
                    <TagList tags={contact.tags} limit={2} />
                  </li>
                ))}
              </ul>
              {preview.data.count > preview.data.sample.length ? (
                <Tooltip title={t('segment.sampleHint')}>
                  <span className="sj-faint">
                    {t('segment.andMore', {
                      count: preview.data.count - preview.data.sample.length,
                      shown: number(preview.data.count - preview.data.sample.length),
                    })}
                  </span>
                </Tooltip>
              ) : null}
            </div>
          )}
        </Panel>
      </div>
    </PageBody>
  );
}
