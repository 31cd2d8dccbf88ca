import type { Comparator } from '@sojourn/rules';
import { DatePicker, Input, InputNumber, Select, Space } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { fitValue, takesList, type Value, type ValueKind } from './model.js';
import { useBuilder } from './options.js';

interface ValueFieldProps {
  readonly value: unknown;
  readonly is: Comparator;
  readonly kind: ValueKind;
  readonly onChange: (value: Value) => void;
}

const KINDS: readonly ValueKind[] = ['text', 'number', 'boolean'];

/** A value with its kind in front: "18" the text and 18 the number are different things to a condition. */
export function ValueField({ value, is, kind, onChange }: ValueFieldProps) {
  const { t } = useTranslation('studio');
  const { disabled } = useBuilder();
  const label = t('condition.value');

  if (is === 'before' || is === 'after') {
    const at = typeof value === 'string' && value ? dayjs(value) : null;
    return (
      <DatePicker
        size="small"
        disabled={disabled}
        aria-label={label}
        value={at?.isValid() ? at : null}
        onChange={(date) => onChange(date ? date.format('YYYY-MM-DD') : '')}
      />
    );
  }
  return (
    <Space.Compact size="small" className="condition-value">
      <Select<ValueKind>
        size="small"
        className="condition-value-kind"
        disabled={disabled}
        value={kind}
        aria-label={t('condition.valueKind')}
        popupMatchSelectWidth={false}
        options={KINDS.filter((one) => !takesList(is) || one !== 'boolean').map((one) => ({
          value: one,
          label: t(`condition.valueKinds.${one}`),
        }))}
        onChange={(next) => onChange(fitValue(value, is, next))}
      />
      {field()}
    </Space.Compact>
  );

  function field() {
    if (takesList(is)) {
      const list = Array.isArray(value) ? value.map(String) : [];
      return (
        <Select<string[]>
          size="small"
          mode="tags"
          className="condition-value-list"
          disabled={disabled}
          aria-label={label}
          placeholder={t('condition.listPlaceholder')}
          value={list}
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，', '、', '\n']}
          onChange={(next) => onChange(fitValue(next, is, kind))}
        />
      );
    }
    if (kind === 'boolean') {
      return (
        <Select
          size="small"
          disabled={disabled}
          aria-label={label}
          value={value === true ? 'yes' : 'no'}
          popupMatchSelectWidth={false}
          options={['yes', 'no'].map((one) => ({ value: one, label: t(`common.${one}`) }))}
          onChange={(one) => onChange(one === 'yes')}
        />
      );
    }
    if (kind === 'number') {
      return (
        <InputNumber
          size="small"
          disabled={disabled}
          aria-label={label}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
        />
      );
    }
    return (
      <Input
        size="small"
        disabled={disabled}
        aria-label={label}
        placeholder={label}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
}
