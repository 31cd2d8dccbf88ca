import { CheckCircleFilled, CloseOutlined } from '@ant-design/icons';
import { Panel } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { journeysQuery } from '../../api/journeys.js';
import { sessionQuery } from '../../api/session.js';
import { apiKeysQuery } from '../../api/settings.js';
import { setPreferences, usePreferences } from '../../preferences/preferences.js';
import { paths } from '../../routes/paths.js';
import { canAdminister } from '../settings/roles.js';

/** The newcomer's way in; goes when it is walked, or when sent away. */
export function NextSteps() {
  const { t } = useTranslation();
  const { nextStepsHidden } = usePreferences();
  const session = useQuery(sessionQuery).data;
  const admin = canAdminister(session?.role);
  const keys = useQuery({ ...apiKeysQuery, enabled: admin && !nextStepsHidden });
  const journeys = useQuery(journeysQuery());
  if (nextStepsHidden || !session || journeys.data === undefined || (admin && keys.isPending)) return null;

  const { items } = journeys.data;
  const own = items.filter(({ owner }) => owner === session.user.name);
  const steps = [
    { key: 'password', done: session.user.hasPassword, to: paths.settingsPage('account') },
    ...(items.length > 0
      ? [
          {
            key: 'watch',
            done: false,
            to: paths.journey((items.find(({ state }) => state === 'live') ?? items[0])?.id ?? 0),
          },
        ]
      : []),
    { key: 'draw', done: own.some(({ state }) => state === 'draft'), to: `${paths.journeys}?create=1` },
    ...(admin
      ? [
          {
            key: 'connect',
            done: (keys.data ?? []).some(({ kind, lastUsedAt }) => kind === 'write' && lastUsedAt !== null),
            to: paths.settingsPage('api-keys'),
          },
        ]
      : []),
  ];
  if (steps.every(({ key, done }) => done || key === 'watch')) return null;
  return (
    <Panel
      title={t('home.next.title')}
      extra={
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={t('home.next.hide')}
          onClick={() => setPreferences({ nextStepsHidden: true })}
        />
      }
      flush
    >
      <ol className="next-steps">
        {steps.map(({ key, done, to }, index) => (
          <li key={key} className={done ? 'is-done' : ''}>
            <Link to={to}>
              <span className="next-number" aria-hidden="true">
                {done ? <CheckCircleFilled /> : index + 1}
              </span>
              <span>
                <b>
                  {t(`home.next.${key}.title`)}
                  {done ? <span className="sj-visually-hidden"> ({t('home.next.done')})</span> : null}
                </b>
                <span>{t(`home.next.${key}.why`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
