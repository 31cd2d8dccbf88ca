import type { FieldProps } from '@rjsf/utils';
import { Labelled } from '../Labelled.js';
import { WeekdayChips } from '../WeekdayChips.js';
import { fieldOf } from './field.js';

export function WeekdaysField(props: FieldProps) {
  const { value, set, disabled, labelled } = fieldOf<readonly number[]>(props);
  return (
    <Labelled {...labelled}>
      <WeekdayChips
        label={labelled.label ?? ''}
        value={value ?? []}
        disabled={disabled}
        onChange={(days) => set(days.length === 0 && !labelled.required ? undefined : days)}
      />
    </Labelled>
  );
}
