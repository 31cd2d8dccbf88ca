import { CloseOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Select, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { ComparisonFields } from './ComparisonFields.js';
import { EventFields } from './EventFields.js';
import type { Row } from './model.js';
import { propertiesOf, useBuilder } from './options.js';

interface RowEditorProps {
  readonly row: Row;
  readonly onChange: (row: Row) => void;
  readonly onRemove: () => void;
}

/** One row: what is asked, of which part of the contact, and what the answer must be. */
export function RowEditor({ row, onChange, onRemove }: RowEditorProps) {
  const { t } = useTranslation('studio');
  const { disabled } = useBuilder();
  return (
    <div className="condition-row">
      <span className={`condition-kind is-${row.op}`}>{t(`condition.kind.${row.op}`)}</span>
      <div className="condition-fields">
        <Fields row={row} onChange={onChange} />
      </div>
      {disabled ? null : (
        <Tooltip title={t('condition.removeRow')}>
          <Button
            className="condition-remove"
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t('condition.removeRow')}
            onClick={onRemove}
          />
        </Tooltip>
      )}
    </div>
  );
}

function Fields({ row, onChange }: Omit<RowEditorProps, 'onRemove'>) {
  const { t } = useTranslation('studio');
  const { options, payload, disabled } = useBuilder();
  switch (row.op) {
    case 'tag':
      return (
        <>
          <Select
            size="small"
            disabled={disabled}
            value={row.is}
            aria-label={t('condition.comparator')}
            options={(['present', 'absent'] as const).map((is) => ({ value: is, label: t(`condition.tag.${is}`) }))}
            popupMatchSelectWidth={false}
            onChange={(is) => onChange({ ...row, is })}
          />
          <AutoComplete
            size="small"
            className="condition-name"
            disabled={disabled}
            value={row.tag}
            placeholder={t('condition.tag.placeholder')}
            aria-label={t('condition.tag.placeholder')}
            showSearch={{ filterOption: matches }}
            options={options.tags.map((tag) => ({ value: tag }))}
            onChange={(tag: string) => onChange({ ...row, tag: tag ?? '' })}
          />
        </>
      );
    case 'event':
      return <EventFields row={row} onChange={onChange} />;
    case 'attribute':
      return (
        <ComparisonFields
          row={row}
          onChange={onChange}
          paths={options.attributes.map(({ path }) => path)}
          placeholder={t('condition.attribute.placeholder')}
          sample={options.attributes.find(({ path }) => path === row.path)?.sample}
        />
      );
    case 'payload':
      return (
        <ComparisonFields
          row={row}
          onChange={onChange}
          paths={propertiesOf(options, payload?.event)}
          placeholder={t('condition.payload.placeholder')}
        />
      );
  }
}

/** Typing narrows the list without regard to case. */
export function matches(input: string, option?: { readonly value?: unknown }): boolean {
  return String(option?.value ?? '')
    .toLowerCase()
    .includes(input.toLowerCase());
}
