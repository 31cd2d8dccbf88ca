import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PluginUsage } from '../../../api/plugins.js';
import { useNumber } from '../../../shared/useNumber.js';
import { parkedIn, peopleIn } from './people.js';

interface Props {
  readonly usage: PluginUsage;
  /** Goes to where people who are parked are helped; dialogs stand outside of the router, where no link works. */
  readonly onParked?: (journey: number) => void;
}

/** Journeys with the plugin, how many people are in each and who is parked there: what one reads before taking it away. */
export function UsageList({ usage, onParked }: Props) {
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
              <span className="usage-list-parked">
                {t('usage.parked', {
                  count: parked,
                  shown: number(parked),
                  names: namesIn(journey, parked, t('usage.between'), t('usage.more')),
                })}{' '}
                {onParked ? (
                  <Button type="link" size="small" onClick={() => onParked(journey.id)}>
                    {t(journey.state === 'archived' ? 'usage.endThem' : 'usage.helpThem')}
                  </Button>
                ) : null}
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
function namesIn({ parkedPeople }: Journey, parked: number, between: string, more: string): string {
  const names = parkedPeople.map(({ id, name }) => name ?? `#${id}`).join(between);
  return parked > parkedPeople.length ? `${names}${more}` : names;
}
