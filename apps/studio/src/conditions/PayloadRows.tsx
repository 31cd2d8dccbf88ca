import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import type { PayloadCondition } from '@sojourn/rules';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ComparisonFields } from './ComparisonFields.js';
import { blank } from './model.js';

export interface PayloadRowsProps {
  readonly rows: readonly PayloadCondition[];
  readonly onChange: (rows: readonly PayloadCondition[]) => void;
  /** Names of properties to choose from. */
  readonly properties: readonly string[];
  readonly disabled?: boolean;
}

/** A list of demands on one event's payload, all of which must hold. */
export function PayloadRows({ rows, onChange, properties, disabled = false }: PayloadRowsProps) {
  const { t } = useTranslation('studio');
  return (
    <>
      {rows.map((row, index) => (
        <div key={index} className="condition-where-row">
          <span className="condition-where-word">
            {t(index === 0 ? 'condition.event.where' : 'condition.event.and')}
          </span>
          <ComparisonFields
            row={row}
            paths={properties}
            placeholder={t('condition.payload.placeholder')}
            onChange={(next) => onChange(rows.map((one, at) => (at === index ? next : one)))}
          />
          {disabled ? null : (
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('condition.removeRow')}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            />
          )}
        </div>
      ))}
      {disabled ? null : (
        <Button
          type="link"
          size="small"
          className="condition-where-add"
          icon={<PlusOutlined />}
          onClick={() => onChange([...rows, blank('payload') as PayloadCondition])}
        >
          {t('condition.event.addWhere')}
        </Button>
      )}
    </>
  );
}
