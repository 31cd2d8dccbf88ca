import type { ScheduleEntry } from '@sojourn/journey';
import { DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../form/Labelled.js';
import { TimeInput } from '../form/TimeInput.js';
import { WeekdayChips } from '../form/WeekdayChips.js';
import { formatRule, parseRule, type RuleShape } from '../words/recurrence.js';
import { ZoneSelect } from './ZoneSelect.js';

interface ScheduleFieldsProps {
  readonly id: string;
  readonly rule: ScheduleEntry;
  readonly disabled: boolean;
  readonly onChange: (rule: ScheduleEntry) => void;
}

/** A recurrence without its grammar: every so many days, weeks on weekdays, or months on a day. */
export function ScheduleFields({ id, rule, disabled, onChange }: ScheduleFieldsProps) {
  const { t } = useTranslation('editor');
  const shape = parseRule(rule.rrule);
  const [date = '', time = '09:00'] = [rule.start.slice(0, 10), rule.start.slice(11, 16)];
  const setShape = (next: RuleShape) => onChange({ ...rule, rrule: formatRule(next) });
  const setKind = (kind: RuleShape['kind']) => {
    if (kind === 'daily') setShape({ kind, interval: 1 });
    else if (kind === 'weekly') setShape({ kind, interval: 1, weekdays: [1] });
    else if (kind === 'monthly') setShape({ kind, interval: 1, day: 1 });
    else setShape({ kind, rrule: rule.rrule.startsWith('FREQ=YEARLY') ? rule.rrule : 'FREQ=YEARLY' });
  };
  const days = [...Array.from({ length: 31 }, (_, index) => index + 1), -1];
  return (
    <>
      <div className="je-row">
        {shape.kind === 'other' ? null : (
          <InputNumber
            aria-label={t('recurrence.interval')}
            prefix={t('recurrence.every')}
            min={1}
            max={99}
            precision={0}
            value={shape.interval}
            disabled={disabled}
            onChange={(interval) => setShape({ ...shape, interval: interval ?? 1 })}
          />
        )}
        <Select
          aria-label={t('recurrence.unit')}
          value={shape.kind}
          disabled={disabled}
          options={(['daily', 'weekly', 'monthly', 'other'] as const).map((kind) => ({
            value: kind,
            label: t(`recurrence.kind.${kind}`),
          }))}
          onChange={setKind}
        />
      </div>
      {shape.kind === 'weekly' ? (
        <WeekdayChips
          label={t('recurrence.on')}
          value={shape.weekdays}
          disabled={disabled}
          onChange={(weekdays) => setShape({ ...shape, weekdays })}
        />
      ) : null}
      {shape.kind === 'monthly' ? (
        <Select
          aria-label={t('recurrence.on')}
          style={{ width: '100%' }}
          value={shape.day}
          disabled={disabled}
          options={days.map((day) => ({
            value: day,
            label: day === -1 ? t('recurrence.lastDay') : t('recurrence.day', { day }),
          }))}
          onChange={(day) => setShape({ ...shape, day })}
        />
      ) : null}
      {shape.kind === 'other' ? (
        <Input
          className="je-mono"
          aria-label="RRULE"
          value={shape.rrule}
          disabled={disabled}
          onChange={(event) => setShape({ kind: 'other', rrule: event.target.value })}
        />
      ) : null}
      <div className="je-row">
        <Labelled id={`${id}_start`} label={t('recurrence.from')} htmlFor={`${id}_start_input`}>
          <DatePicker
            id={`${id}_start_input`}
            allowClear={false}
            style={{ width: '100%' }}
            value={dayjs(date).isValid() ? dayjs(date) : null}
            disabled={disabled}
            onChange={(next) => next && onChange({ ...rule, start: `${next.format('YYYY-MM-DD')}T${time}` })}
          />
        </Labelled>
        <Labelled id={`${id}_time`} label={t('recurrence.at')} htmlFor={`${id}_time_input`}>
          <TimeInput
            id={`${id}_time_input`}
            value={time}
            disabled={disabled}
            onChange={(next) => onChange({ ...rule, start: `${date}T${next ?? time}` })}
          />
        </Labelled>
      </div>
      <Labelled id={`${id}_timeZone`} label={t('entry.timeZone')} htmlFor={`${id}_timeZone_input`}>
        <ZoneSelect
          id={`${id}_timeZone_input`}
          value={rule.timeZone}
          disabled={disabled}
          onChange={(timeZone) => onChange({ ...rule, timeZone })}
        />
      </Labelled>
    </>
  );
}
