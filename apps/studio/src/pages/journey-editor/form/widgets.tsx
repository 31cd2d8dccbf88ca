import type { WidgetProps } from '@rjsf/utils';
import { Input, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';

function TextWidget({ id, value, onChange, readonly, disabled, placeholder, schema, options }: WidgetProps) {
  const change = (text: string) => onChange(text === '' ? options.emptyValue : text);
  const common = {
    id,
    value: (value as string | undefined) ?? '',
    disabled: readonly || disabled || false,
    placeholder,
  };
  // Long text without a shape of its own is prose; an address is one line however long it may be.
  if ((schema.maxLength ?? 0) > 1000 && schema.pattern === undefined && schema.format === undefined) {
    return (
      <Input.TextArea
        {...common}
        autoSize={{ minRows: 2, maxRows: 10 }}
        onChange={(event) => change(event.target.value)}
      />
    );
  }
  return <Input {...common} maxLength={schema.maxLength} onChange={(event) => change(event.target.value)} />;
}

function NumberWidget({ id, value, onChange, readonly, disabled, schema }: WidgetProps) {
  return (
    <InputNumber
      id={id}
      style={{ width: '100%' }}
      value={typeof value === 'number' ? value : null}
      min={schema.minimum}
      max={schema.maximum}
      precision={schema.type === 'integer' ? 0 : undefined}
      disabled={readonly || disabled || false}
      onChange={(number) => onChange(number ?? undefined)}
    />
  );
}

function SelectWidget({ id, value, onChange, readonly, disabled, options, multiple, schema, label }: WidgetProps) {
  const { t } = useTranslation('editor');
  const names = (schema as { readonly 'x-enumNames'?: readonly string[] })['x-enumNames'];
  const list = (options.enumOptions ?? []).map((option, index) => ({
    value: option.value as string | number,
    label: names?.[index] ?? option.label,
  }));
  return (
    <Select
      id={id}
      aria-label={label || t('form.kind')}
      style={{ width: '100%' }}
      value={value as string | number | undefined}
      options={list}
      disabled={readonly || disabled || false}
      {...(multiple && { mode: 'multiple' as const })}
      showSearch={list.length > 8}
      optionFilterProp="label"
      onChange={(next: unknown) => onChange(next)}
    />
  );
}

function CheckboxWidget({ id, value, onChange, readonly, disabled, label, schema }: WidgetProps) {
  return (
    <div className="je-switch">
      <div>
        <label htmlFor={id}>{label}</label>
        {schema.description ? <p className="je-hint">{schema.description}</p> : null}
      </div>
      <Switch
        id={id}
        size="small"
        checked={value === true}
        disabled={readonly || disabled || false}
        onChange={(checked) => onChange(checked)}
      />
    </div>
  );
}

/** Plain inputs in the studio's sizes. */
export const WIDGETS = { TextWidget, UpDownWidget: NumberWidget, SelectWidget, CheckboxWidget };
