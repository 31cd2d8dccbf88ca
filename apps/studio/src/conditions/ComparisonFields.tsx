import type { AttributeCondition, Comparator, PayloadCondition } from '@sojourn/rules';
import { AutoComplete, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { comparators, fitValue, kindOf, takesNoValue } from './model.js';
import { useBuilder } from './options.js';
import { matches } from './RowEditor.js';
import { ValueField } from './ValueField.js';

interface ComparisonFieldsProps<Row extends AttributeCondition | PayloadCondition> {
  readonly row: Row;
  readonly onChange: (row: Row) => void;
  readonly paths: readonly string[];
  readonly placeholder: string;
  /** A value seen at this path, which tells its kind. */
  readonly sample?: unknown;
}

/** Path, comparator, value: for attributes of the contact and properties of an event alike. */
export function ComparisonFields<Row extends AttributeCondition | PayloadCondition>(props: ComparisonFieldsProps<Row>) {
  const { row, onChange, paths, placeholder, sample } = props;
  const { t } = useTranslation('studio');
  const { options, disabled } = useBuilder();
  const kind = kindOf(row.value, sample);

  const setPath = (path: string) => {
    const known = options.attributes.find((one) => one.path === path);
    const next = row.op === 'attribute' && known ? kindOf(undefined, known.sample) : kind;
    const is = comparators(next, row.is).indexOf(row.is) < comparators(next, 'eq').length ? row.is : 'eq';
    onChange({ ...row, path, is, value: fitValue(row.value, is, next) });
  };

  return (
    <>
      <AutoComplete
        size="small"
        className="condition-name"
        disabled={disabled}
        value={row.path}
        placeholder={placeholder}
        aria-label={placeholder}
        showSearch={{ filterOption: matches }}
        options={paths.map((path) => ({ value: path }))}
        onChange={(path: string) => setPath(path ?? '')}
      />
      <Select<Comparator>
        size="small"
        disabled={disabled}
        value={row.is}
        aria-label={t('condition.comparator')}
        popupMatchSelectWidth={false}
        options={comparators(kind, row.is).map((is) => ({ value: is, label: t(`condition.is.${is}`) }))}
        onChange={(is) => onChange({ ...row, is, value: fitValue(row.value, is, kind) })}
      />
      {takesNoValue(row.is) ? null : (
        <ValueField value={row.value} is={row.is} kind={kind} onChange={(value) => onChange({ ...row, value })} />
      )}
    </>
  );
}
