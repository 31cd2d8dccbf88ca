import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { FieldProps } from '@rjsf/utils';
import { Button, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { freshId } from '../../fresh-id.js';
import { Labelled } from '../Labelled.js';
import { fieldOf } from './field.js';

interface Arm {
  readonly id: string;
  readonly label: string;
  readonly weight: number;
}

/** The arms of a split with their weights, and what share each weight makes. */
export function ArmsField(props: FieldProps) {
  const { t } = useTranslation('editor');
  const { id, value = [], set, disabled, schema, labelled } = fieldOf<readonly Arm[]>(props);
  const total = value.reduce((sum, arm) => sum + (arm.weight || 0), 0);
  const share = (arm: Arm) => (total === 0 ? 0 : (100 * (arm.weight || 0)) / total);
  const change = (index: number, part: Partial<Arm>) =>
    set(value.map((arm, at) => (at === index ? { ...arm, ...part } : arm)));
  const percent = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
  return (
    <Labelled {...labelled}>
      <div className="je-shares" aria-hidden="true">
        {value.map((arm, index) => (
          <span key={arm.id} style={{ width: `${share(arm)}%` }} data-tint={index % 5} />
        ))}
      </div>
      {value.map((arm, index) => (
        <div key={arm.id} className="je-arm">
          <span className="je-arm-tint" data-tint={index % 5} aria-hidden="true" />
          <Input
            id={`${id}_${index}_label`}
            aria-label={t('arms.label')}
            value={arm.label}
            maxLength={60}
            disabled={disabled}
            onChange={(event) => change(index, { label: event.target.value })}
          />
          <InputNumber
            aria-label={t('arms.weight')}
            min={1}
            max={10_000}
            precision={0}
            value={arm.weight}
            disabled={disabled}
            onChange={(weight) => change(index, { weight: weight ?? 1 })}
          />
          <span className="je-arm-share sj-number">{percent.format(share(arm))}%</span>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('form.remove')}
            disabled={disabled || value.length <= (schema.minItems ?? 2)}
            onClick={() => set(value.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {disabled || value.length >= (schema.maxItems ?? 10) ? null : (
        <Button
          type="dashed"
          block
          icon={<PlusOutlined />}
          onClick={() =>
            set([
              ...value,
              {
                id: freshId('arm'),
                label: t('arms.name', { letter: String.fromCharCode(65 + value.length) }),
                weight: 1,
              },
            ])
          }
        >
          {t('arms.add')}
        </Button>
      )}
    </Labelled>
  );
}
