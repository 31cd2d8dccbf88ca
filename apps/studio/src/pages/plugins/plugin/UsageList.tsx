import { useTranslation } from 'react-i18next';
import type { PluginUsage } from '../../../api/plugins.js';
import { useNumber } from '../../../shared/useNumber.js';
import { peopleIn } from './people.js';

/** Journeys with the plugin and how many people are in each: what one reads before taking it away. */
export function UsageList({ usage }: { readonly usage: PluginUsage }) {
  const { t } = useTranslation('plugins');
  const { number } = useNumber();
  return (
    <ul className="usage-list" tabIndex={0}>
      {usage.journeys.map((journey) => {
        const people = peopleIn({ ...usage, journeys: [journey] });
        return (
          <li key={journey.id}>
            <b>{journey.name}</b>
            <span className="sj-number">
              {journey.versions.length === 0
                ? t('usage.draftOnly')
                : t('usage.people', { count: people, shown: number(people) })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
