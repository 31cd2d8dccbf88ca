import type { FieldProps } from '@rjsf/utils';
import { Labelled } from '../Labelled.js';
import { TimeInput } from '../TimeInput.js';
import { fieldOf } from './field.js';

export function TimeField(props: FieldProps) {
  const { id, value, set, disabled, labelled } = fieldOf<string>(props);
  return (
    <Labelled {...labelled} htmlFor={id}>
      <TimeInput id={id} value={value} onChange={set} disabled={disabled} />
    </Labelled>
  );
}
