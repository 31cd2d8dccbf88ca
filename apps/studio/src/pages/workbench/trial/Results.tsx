import { ExperimentOutlined } from '@ant-design/icons';
import { EmptyState } from '@sojourn/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkbenchRun } from '../../../api/workbench.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { useNumber } from '../../../shared/useNumber.js';
import { Lines } from './Lines.js';
import { ResultRow } from './ResultRow.js';

interface ResultsProps {
  readonly run: WorkbenchRun | undefined;
  readonly error: unknown;
  readonly running: boolean;
  /** Ways out with their labels. */
  readonly outcomes: ReadonlyMap<string, string>;
}

/** What came of a run: totals, then a line for each contact that opens to its changes and its log. */
export function Results({ run, error, running, outcomes }: ResultsProps) {
  const { t } = useTranslation('workbench');
  const { number } = useNumber();
  const [open, setOpen] = useState<number>();
  if (error) return <ErrorBlock error={error} />;
  if (!run) return <EmptyState icon={<ExperimentOutlined />} title={t('result.none')} hint={t('result.noneHint')} />;
  const { totals, contacts } = run;
  if (contacts.length === 0) return <EmptyState title={t('result.nobody')} />;
  return (
    <div className={running ? 'wb-results is-stale' : 'wb-results'} aria-busy={running}>
      <p className="wb-totals" role="status">
        <strong>{t('result.contacts', { count: totals.contacts, shown: number(totals.contacts) })}</strong>
        {Object.entries(totals.outcomes).map(([id, count]) => (
          <span key={id}>
            {outcomes.get(id) ?? id} <b>{number(count)}</b>
          </span>
        ))}
        {totals.errors > 0 ? (
          <span className="is-bad">{t('result.errors', { count: totals.errors, shown: number(totals.errors) })}</span>
        ) : null}
        <span className="sj-faint">{t('result.speed', { ms: number(Math.round(totals.ms)) })}</span>
      </p>
      {run.pretended ? <p className="wb-note">{t('result.pretended')}</p> : null}
      <table className="wb-table">
        <thead>
          <tr>
            <th scope="col">{t('result.contact')}</th>
            <th scope="col">{t('result.outcome')}</th>
            <th scope="col">{t('result.changes')}</th>
            <th scope="col" className="wb-number">
              {t('result.log')}
            </th>
          </tr>
        </thead>
        <tbody>
          {contacts.map((contact) => (
            <ResultRow
              key={contact.id}
              contact={contact}
              outcomes={outcomes}
              open={open === contact.id}
              onToggle={() => setOpen(open === contact.id ? undefined : contact.id)}
            />
          ))}
        </tbody>
      </table>
      {run.log.length > 0 ? (
        <section className="wb-detail">
          <h3>{t('result.batchLog')}</h3>
          <Lines>{run.log.join('\n')}</Lines>
        </section>
      ) : null}
    </div>
  );
}
