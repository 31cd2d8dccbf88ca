import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PluginUsage } from '../../../api/plugins.js';
import { paths } from '../../../routes/paths.js';
import { useNumber } from '../../../shared/useNumber.js';
import { parkedIn, peopleIn } from './people.js';

/** Journeys with the plugin, how many people are in each and who is parked there: what one reads before taking it away. */
export function UsageList({ usage, onLeave }: { readonly usage: PluginUsage; readonly onLeave?: () => void }) {
  const { t } = useTranslation('plugins');
  const { number } = useNumber();
  return (
    <ul className="usage-list" tabIndex={0}>
      {usage.journeys.map((journey) => {
        const people = peopleIn({ ...usage, journeys: [journey] });
        const parked = parkedIn(journey);
        return (
          <li key={journey.id}>
            <b>
              {journey.name}
              {journey.state === 'archived' ? ` (${t('usage.archived')})` : null}
            </b>
            <span className="sj-number">
              {journey.versions.length === 0
                ? t('usage.draftOnly')
                : t('usage.people', { count: people, shown: number(people) })}
            </span>
            {parked > 0 ? (
              <span>
                {t('usage.parked', {
                  count: parked,
                  shown: number(parked),
                  names: namesIn(journey, parked, t('usage.more')),
                })}{' '}
                <Link to={paths.attentionOf(journey.id)} onClick={onLeave}>
                  {t(journey.state === 'archived' ? 'usage.endThem' : 'usage.helpThem')}
                </Link>
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

type Journey = PluginUsage['journeys'][number];

/** Some of those who are parked, by name. */
function namesIn({ parkedPeople }: Journey, parked: number, more: string): string {
  const names = parkedPeople.map(({ id, name }) => name ?? `#${id}`).join(', ');
  return parked > parkedPeople.length ? `${names} ${more}` : names;
}
