import { LocalTime } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { journeyRunsQuery } from '../../../api/index.js';
import { paths } from '../../../routes/paths.js';
import { useEditor } from '../editor-context.js';

/** Who stands on this step now, with the way to each of them. Nothing while nobody does. */
export function RecentPeople({ nodeId }: { readonly nodeId: string }) {
  const { journey } = useEditor();
  const { t } = useTranslation('editor');
  const { data } = useQuery({
    ...journeyRunsQuery(journey.id, { node: nodeId, state: 'active' }),
    enabled: journey.liveVersion !== null,
    refetchInterval: 10_000,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="je-people">
      <h3>{t('people.title')}</h3>
      <ul>
        {data.items.slice(0, 8).map((run) => (
          <li key={run.id}>
            <Link to={paths.contact(run.contact.id)} className="sj-ellipsis">
              {run.contact.name ?? t('people.unnamed', { id: run.contact.id })}
            </Link>
            <span className="sj-faint">
              {run.dueAt ? (
                <>
                  {t('people.until')} <LocalTime at={run.dueAt} />
                </>
              ) : (
                <LocalTime at={run.startedAt} />
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
