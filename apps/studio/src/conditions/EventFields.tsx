import type { EventCondition } from '@sojourn/rules';
import { AutoComplete, InputNumber, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { NUMERIC_COMPARATORS } from './model.js';
import { propertiesOf, useBuilder } from './options.js';
import { PayloadRows } from './PayloadRows.js';
import { matches } from './RowEditor.js';

const AGGREGATES = ['count', 'sum', 'average', 'min', 'max', 'distinct'] as const;
const UNITS = ['minutes', 'hours', 'days', 'weeks'] as const;

interface EventFieldsProps {
  readonly row: EventCondition;
  readonly onChange: (row: EventCondition) => void;
}

/** "order_paid, number of times, at least 2, in the last 30 days, where amount > 100". */
export function EventFields({ row, onChange }: EventFieldsProps) {
  const { t } = useTranslation('studio');
  const { options, disabled } = useBuilder();
  const properties = propertiesOf(options, row.event);
  return (
    <>
      <AutoComplete
        size="small"
        className="condition-name"
        disabled={disabled}
        value={row.event}
        placeholder={t('condition.event.placeholder')}
        aria-label={t('condition.event.placeholder')}
        showSearch={{ filterOption: matches }}
        options={options.events.map(({ type }) => ({ value: type }))}
        onChange={(event: string) => onChange({ ...row, event: event ?? '' })}
      />
      <Select
        size="small"
        disabled={disabled}
        value={row.aggregate}
        aria-label={t('condition.event.aggregate')}
        popupMatchSelectWidth={false}
        options={AGGREGATES.map((aggregate) => ({ value: aggregate, label: t(`condition.aggregate.${aggregate}`) }))}
        onChange={(aggregate) => {
          const { property: _, ...rest } = row;
          onChange(
            aggregate === 'count' ? { ...rest, aggregate } : { ...row, aggregate, property: row.property ?? '' },
          );
        }}
      />
      {row.aggregate === 'count' ? null : (
        <AutoComplete
          size="small"
          className="condition-name is-short"
          disabled={disabled}
          value={row.property ?? ''}
          placeholder={t('condition.event.property')}
          aria-label={t('condition.event.property')}
          showSearch={{ filterOption: matches }}
          options={properties.map((property) => ({ value: property }))}
          onChange={(property: string) => onChange({ ...row, property: property ?? '' })}
        />
      )}
      <Select
        size="small"
        disabled={disabled}
        value={row.is}
        aria-label={t('condition.comparator')}
        popupMatchSelectWidth={false}
        options={NUMERIC_COMPARATORS.map((is) => ({ value: is, label: t(`condition.is.${is}`) }))}
        onChange={(is) => onChange({ ...row, is })}
      />
      <InputNumber
        size="small"
        className="condition-number"
        disabled={disabled}
        aria-label={t('condition.value')}
        value={row.value}
        onChange={(value) => onChange({ ...row, value: typeof value === 'number' ? value : 0 })}
      />
      <Select
        size="small"
        disabled={disabled}
        value={row.within ? 'within' : 'ever'}
        aria-label={t('condition.event.span')}
        popupMatchSelectWidth={false}
        options={(['ever', 'within'] as const).map((span) => ({ value: span, label: t(`condition.event.${span}`) }))}
        onChange={(span) => {
          const { within: _, ...rest } = row;
          onChange(span === 'ever' ? rest : { ...rest, within: { amount: 30, unit: 'days' } });
        }}
      />
      {row.within ? <SpanField within={row.within} onChange={(within) => onChange({ ...row, within })} /> : null}
      <div className="condition-where">
        <PayloadRows
          rows={row.where ?? []}
          properties={properties}
          disabled={disabled}
          onChange={(where) => {
            const { where: _, ...rest } = row;
            onChange(where.length > 0 ? { ...rest, where } : rest);
          }}
        />
      </div>
    </>
  );
}

function SpanField({
  within,
  onChange,
}: {
  readonly within: NonNullable<EventCondition['within']>;
  readonly onChange: (within: NonNullable<EventCondition['within']>) => void;
}) {
  const { t } = useTranslation('studio');
  const { disabled } = useBuilder();
  return (
    <Space.Compact size="small">
      <InputNumber
        size="small"
        className="condition-number"
        disabled={disabled}
        aria-label={t('condition.event.amount')}
        min={1}
        precision={0}
        value={within.amount}
        onChange={(amount) => onChange({ ...within, amount: typeof amount === 'number' ? amount : 1 })}
      />
      <Select
        size="small"
        disabled={disabled}
        value={within.unit}
        aria-label={t('condition.event.unit')}
        popupMatchSelectWidth={false}
        options={UNITS.map((unit) => ({ value: unit, label: t(`condition.unit.${unit}`) }))}
        onChange={(unit) => onChange({ ...within, unit })}
      />
    </Space.Compact>
  );
}
