import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { journeyCostsQuery } from '../../../api/plugin-host.js';
import { useNumber } from '../../../shared/useNumber.js';
import { costFigures, rough } from '../../plugins/model/cost.js';
import { useEditor } from '../editor-context.js';

/** What one contact costs at this step, over how long, and who measured it. Nothing before anybody passed. */
export function NodeCost({ nodeId }: { readonly nodeId: string }) {
  const { journey, language } = useEditor();
  const { t } = useTranslation('plugins');
  const { number } = useNumber();
  const { data } = useQuery({ ...journeyCostsQuery(journey.id), enabled: journey.liveVersion !== null });
  const rows = data?.items.filter((row) => row.nodeId === nodeId) ?? [];
  if (data === undefined || rows.length === 0) return null;
  const sum = rows.reduce(
    (total, row) => ({
      items: total.items + row.items,
      batches: total.batches + row.batches,
      cpuUs: total.cpuUs + row.cpuUs,
      calls: total.calls + row.calls,
      errors: total.errors + row.errors,
    }),
    { items: 0, batches: 0, cpuUs: 0, calls: 0, errors: 0 },
  );
  const { usPerContact, callsPerContact, errors, contacts } = costFigures(sum);
  const figure = (value: number | undefined) => (value === undefined ? '–' : rough(value, language));
  return (
    <section className="je-ways node-cost">
      <h3>{t('cost.title')}</h3>
      <dl>
        <div>
          <dt>{t('cost.us')}</dt>
          <dd className="sj-number">{figure(usPerContact)}</dd>
        </div>
        <div>
          <dt>{t('cost.calls')}</dt>
          <dd className="sj-number">{figure(callsPerContact)}</dd>
        </div>
        <div>
          <dt>{t('cost.errors')}</dt>
          <dd className="sj-number" data-bad={errors > 0 || undefined}>
            {number(errors)}
          </dd>
        </div>
      </dl>
      <p className="je-hint">
        {t('cost.over', { count: contacts, shown: number(contacts) })} {t('cost.source', { count: data.days })}
      </p>
    </section>
  );
}
