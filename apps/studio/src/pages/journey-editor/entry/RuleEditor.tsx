import { DeleteOutlined } from '@ant-design/icons';
import type { EntryRule } from '@sojourn/journey';
import { Button, Checkbox, Input, InputNumber, Segmented, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConditionBuilder, useConditionOptions } from '../../../conditions/index.js';
import { Labelled } from '../form/Labelled.js';
import { AttributeInput, EventNameInput } from '../form/fields/NameFields.js';
import { TimeInput } from '../form/TimeInput.js';
import { FilterSwitch } from './FilterSwitch.js';
import { ScheduleFields } from './ScheduleFields.js';
import { ANYONE } from './new-rule.js';

interface RuleEditorProps {
  readonly id: string;
  readonly rule: EntryRule;
  readonly icon: ReactNode;
  readonly disabled: boolean;
  readonly errors: readonly string[];
  readonly onChange: (rule: EntryRule) => void;
  readonly onRemove: () => void;
}

export function RuleEditor({ id, rule, icon, disabled, errors, onChange, onRemove }: RuleEditorProps) {
  const { t } = useTranslation('editor');
  return (
    <div className="je-rule" data-field={id} data-bad={errors.length > 0 || undefined}>
      <div className="je-rule-head">
        <span aria-hidden="true">{icon}</span>
        <strong>{t(`entry.kind.${rule.kind}`)}</strong>
        {disabled ? null : (
          <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('form.remove')} onClick={onRemove} />
        )}
      </div>
      <RuleFields id={id} rule={rule} disabled={disabled} onChange={onChange} />
      {errors.map((error) => (
        <p key={error} className="je-error" role="alert">
          {error}
        </p>
      ))}
    </div>
  );
}

function RuleFields({ id, rule, disabled, onChange }: Pick<RuleEditorProps, 'id' | 'rule' | 'disabled' | 'onChange'>) {
  const { t } = useTranslation('editor');
  const options = useConditionOptions();
  switch (rule.kind) {
    case 'event':
      return (
        <>
          <Labelled id={`${id}_event`} label={t('entry.event')} htmlFor={`${id}_event_input`} required>
            <EventNameInput
              id={`${id}_event_input`}
              value={rule.event}
              disabled={disabled}
              onChange={(event) => onChange({ ...rule, event })}
            />
          </Labelled>
          <Segmented<'every' | 'first'>
            block
            disabled={disabled}
            aria-label={t('entry.occurrence')}
            value={rule.occurrence ?? 'every'}
            options={[
              { value: 'every', label: t('entry.every') },
              { value: 'first', label: t('entry.first') },
            ]}
            onChange={(occurrence) => onChange({ ...rule, occurrence })}
          />
          <FilterSwitch
            id={`${id}_filter`}
            label={t('entry.filter')}
            value={rule.filter}
            payload={{ event: rule.event }}
            disabled={disabled}
            onChange={(filter) => onChange(withOptional(rule, 'filter', filter))}
          />
          <Labelled
            id={`${id}_keyBy`}
            label={t('entry.keyBy')}
            htmlFor={`${id}_keyBy_input`}
            hint={t('entry.keyByHint')}
          >
            <Input
              id={`${id}_keyBy_input`}
              value={rule.keyBy ?? ''}
              placeholder="cart.id"
              disabled={disabled}
              onChange={(event) => onChange(withOptional(rule, 'keyBy', event.target.value || undefined))}
            />
          </Labelled>
        </>
      );
    case 'segment':
      return (
        <>
          <Labelled id={`${id}_condition`} label={t('entry.becomes')}>
            <ConditionBuilder
              value={rule.condition}
              options={options}
              disabled={disabled}
              label={t('entry.becomes')}
              onChange={(condition) => onChange({ ...rule, condition })}
            />
          </Labelled>
          <Checkbox
            checked={rule.includeCurrent ?? false}
            disabled={disabled}
            onChange={(event) => onChange({ ...rule, includeCurrent: event.target.checked })}
          >
            {t('entry.includeCurrent')}
          </Checkbox>
        </>
      );
    case 'api':
      return <p className="je-hint">{t('entry.apiHint')}</p>;
    case 'schedule':
      return (
        <>
          <ScheduleFields id={id} rule={rule} disabled={disabled} onChange={onChange} />
          <FilterSwitch
            id={`${id}_audience`}
            label={t('entry.audience')}
            value={rule.audience}
            start={ANYONE}
            disabled={disabled}
            onChange={(audience) => onChange(withOptional(rule, 'audience', audience))}
          />
        </>
      );
    case 'date':
      return (
        <>
          <Labelled id={`${id}_attribute`} label={t('entry.dateAttribute')} htmlFor={`${id}_attribute_input`} required>
            <AttributeInput
              id={`${id}_attribute_input`}
              value={rule.attribute}
              disabled={disabled}
              onChange={(attribute) => onChange({ ...rule, attribute })}
            />
          </Labelled>
          <div className="je-row">
            <InputNumber
              aria-label={t('entry.offsetDays')}
              min={0}
              max={365}
              precision={0}
              value={Math.abs(rule.offsetDays)}
              suffix={t('entry.days')}
              disabled={disabled}
              onChange={(days) => onChange({ ...rule, offsetDays: (rule.offsetDays < 0 ? -1 : 1) * (days ?? 0) })}
            />
            <Select
              aria-label={t('entry.side')}
              value={rule.offsetDays < 0 ? 'before' : 'after'}
              disabled={disabled}
              options={[
                { value: 'before', label: t('entry.before') },
                { value: 'after', label: t('entry.after') },
              ]}
              onChange={(side) =>
                onChange({
                  ...rule,
                  offsetDays:
                    (side === 'before' ? -1 : 1) * Math.max(side === 'before' ? 1 : 0, Math.abs(rule.offsetDays)),
                })
              }
            />
            <TimeInput
              id={`${id}_at`}
              value={rule.at}
              disabled={disabled}
              onChange={(at) => onChange({ ...rule, at: at ?? rule.at })}
            />
          </div>
          <div className="je-switch">
            <label htmlFor={`${id}_yearly`}>{t('entry.yearly')}</label>
            <Switch
              id={`${id}_yearly`}
              size="small"
              checked={rule.yearly}
              disabled={disabled}
              onChange={(yearly) => onChange({ ...rule, yearly })}
            />
          </div>
          <FilterSwitch
            id={`${id}_filter`}
            label={t('entry.audience')}
            value={rule.filter}
            disabled={disabled}
            onChange={(filter) => onChange(withOptional(rule, 'filter', filter))}
          />
        </>
      );
  }
}

/** Sets an optional field, or takes it away: absent and `undefined` differ once the document is JSON. */
export function withOptional<T extends object, K extends keyof T>(object: T, key: K, value: T[K] | undefined): T {
  const next = { ...object };
  if (value === undefined) delete next[key];
  else next[key] = value;
  return next;
}
