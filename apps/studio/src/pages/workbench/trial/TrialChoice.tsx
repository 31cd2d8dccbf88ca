import { useQuery } from '@tanstack/react-query';
import { InputNumber, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventTypesQuery } from '../../../api/contacts.js';
import { ConditionBuilder, useConditionOptions } from '../../../conditions/index.js';
import { ContactPicker } from './ContactPicker.js';
import { JsonInput } from './JsonInput.js';
import type { Trial } from './trial.js';

interface TrialChoiceProps {
  readonly trial: Trial;
  readonly onChange: (trial: Trial) => void;
  /** Event types by which runs come in, offered first. */
  readonly entryEvents: readonly string[];
  /** What earlier steps leave, for a hint; undefined where there are none. */
  readonly leaves?: readonly string[];
}

/** On whom to try, which event let them in, and what earlier steps left. */
export function TrialChoice({ trial, onChange, entryEvents, leaves }: TrialChoiceProps) {
  const { t } = useTranslation('workbench');
  const options = useConditionOptions();
  const { data: types = [] } = useQuery(eventTypesQuery);
  const set = (change: Partial<Trial>) => onChange({ ...trial, ...change });
  const events = [...new Set([...entryEvents, ...types.map(({ type }) => type)])];
  return (
    <div className="wb-choice">
      <div className="wb-row">
        <Segmented
          aria-label={t('trial.who')}
          value={trial.who}
          options={(['newest', 'segment', 'chosen'] as const).map((who) => ({
            value: who,
            label: t(`trial.by.${who}`),
          }))}
          onChange={(who) => set({ who })}
        />
        {trial.who === 'chosen' ? null : (
          <InputNumber
            aria-label={t('trial.howMany')}
            suffix={t('trial.contactsUnit')}
            min={1}
            max={100}
            precision={0}
            value={trial.newest}
            onChange={(newest) => set({ newest: newest ?? 10 })}
          />
        )}
      </div>
      {trial.who === 'chosen' ? <ContactPicker ids={trial.ids} onChange={(ids) => set({ ids })} /> : null}
      {trial.who === 'segment' ? (
        <ConditionBuilder
          value={trial.segment}
          onChange={(segment) => set({ segment })}
          options={options}
          label={t('trial.by.segment')}
        />
      ) : null}
      <div className="wb-pair">
        <div className="wb-field">
          <label htmlFor="wb-event">{t('trial.event')}</label>
          <Select
            id="wb-event"
            allowClear
            showSearch
            placeholder={t('trial.noEvent')}
            value={trial.event ?? null}
            options={events.map((type) => ({ value: type, label: type }))}
            onChange={(event: string | null | undefined) => set({ event: event ?? undefined, payload: undefined })}
          />
        </div>
        {trial.event ? (
          <div className="wb-field">
            <label htmlFor="wb-payload">{t('trial.payload')}</label>
            <Select
              id="wb-payload"
              value={trial.payload === undefined ? 'latest' : 'own'}
              options={[
                { value: 'latest', label: t('trial.latest') },
                { value: 'own', label: t('trial.own') },
              ]}
              onChange={(which) => set({ payload: which === 'own' ? '{\n  \n}' : undefined })}
            />
          </div>
        ) : null}
      </div>
      {trial.payload === undefined ? null : (
        <JsonInput label={t('trial.ownPayload')} value={trial.payload} onChange={(payload) => set({ payload })} />
      )}
      <JsonInput
        label={t('trial.variables')}
        {...(leaves === undefined
          ? {}
          : { hint: leaves.length > 0 ? t('trial.leaves', { names: leaves.join(', ') }) : t('trial.leavesNothing') })}
        value={trial.variables}
        onChange={(variables) => set({ variables })}
      />
    </div>
  );
}
