import type { Condition } from '@sojourn/rules';
import { Switch } from 'antd';
import { ConditionBuilder, useConditionOptions } from '../../../conditions/index.js';
import { Labelled } from '../form/Labelled.js';
import { ANYONE } from './new-rule.js';

interface FilterSwitchProps {
  readonly id: string;
  readonly label: string;
  readonly value: Condition | undefined;
  /** The condition to begin with when switched on. */
  readonly start?: Condition;
  readonly payload?: { readonly event?: string | undefined };
  readonly disabled: boolean;
  readonly onChange: (condition: Condition | undefined) => void;
}

/** A condition that need not be there. */
export function FilterSwitch({ id, label, value, start = ANYONE, payload, disabled, onChange }: FilterSwitchProps) {
  const options = useConditionOptions();
  return (
    <Labelled
      id={id}
      label={label}
      htmlFor={`${id}_switch`}
      extra={
        <Switch
          id={`${id}_switch`}
          size="small"
          checked={value !== undefined}
          disabled={disabled}
          onChange={(on) => onChange(on ? start : undefined)}
        />
      }
    >
      {value === undefined ? null : (
        <ConditionBuilder
          value={value}
          options={options}
          payload={payload}
          disabled={disabled}
          label={label}
          onChange={onChange}
        />
      )}
    </Labelled>
  );
}
