import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import type { FieldProps, RJSFSchema } from '@rjsf/utils';
import { Button, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../Labelled.js';
import { fieldOf } from './field.js';

interface Duration {
  readonly amount?: number;
  readonly unit?: string;
}

/** An amount and a unit side by side; an optional one is absent until it is set. */
export function DurationField(props: FieldProps) {
  const { t } = useTranslation('editor');
  const { id, value, set, disabled, schema, labelled } = fieldOf<Duration>(props);
  const unit = schema.properties?.['unit'] as (RJSFSchema & { readonly 'x-enumNames'?: readonly string[] }) | undefined;
  const units = (unit?.enum ?? []) as readonly string[];
  const usual = units.includes('days') ? 'days' : (units[0] ?? 'days');
  if (value === undefined && !labelled.required) {
    return (
      <Labelled {...labelled}>
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          disabled={disabled}
          onClick={() => set({ amount: 1, unit: usual })}
        >
          {t('form.set')}
        </Button>
      </Labelled>
    );
  }
  return (
    <Labelled
      {...labelled}
      htmlFor={id}
      extra={
        labelled.required || disabled ? null : (
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t('form.clear')}
            onClick={() => set(undefined)}
          />
        )
      }
    >
      <div className="je-row">
        <InputNumber
          id={id}
          min={1}
          precision={0}
          value={value?.amount ?? null}
          disabled={disabled}
          onChange={(amount) =>
            set({ ...value, unit: value?.unit ?? usual, ...(amount === null ? { amount: undefined } : { amount }) })
          }
        />
        <Select
          aria-label={unit?.title ?? labelled.label}
          value={value?.unit}
          disabled={disabled}
          options={units.map((one, index) => ({ value: one, label: unit?.['x-enumNames']?.[index] ?? one }))}
          onChange={(next) => set({ ...value, unit: next })}
        />
      </div>
    </Labelled>
  );
}
