import type { FieldProps } from '@rjsf/utils';
import type { Condition } from '@sojourn/rules';
import { ConditionBuilder, useConditionOptions } from '../../../../conditions/index.js';
import { FilterSwitch } from '../../entry/FilterSwitch.js';
import { Labelled } from '../Labelled.js';
import { fieldOf } from './field.js';

/** Who: attributes, tags, past events, and the event that let the contact in. */
export function ConditionField(props: FieldProps) {
  const { value, set, disabled, labelled, context } = fieldOf<Condition>(props);
  const options = useConditionOptions();
  return (
    <Labelled {...labelled}>
      <ConditionBuilder
        value={value}
        onChange={set}
        options={options}
        disabled={disabled}
        {...(labelled.label && { label: labelled.label })}
        {...(context.entryEvent !== undefined && { payload: { event: context.entryEvent } })}
      />
    </Labelled>
  );
}

/** Which events of a type: also asks for the properties of the event named beside it. */
export function EventFilterField(props: FieldProps) {
  const { value, set, disabled, labelled, context, path } = fieldOf<Condition>(props);
  const beside = path
    .slice(0, -1)
    .reduce<unknown>((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], context.config);
  const event = (beside as { readonly event?: string } | undefined)?.event;
  return (
    <>
      <FilterSwitch
        id={labelled.id}
        label={labelled.label ?? ''}
        value={value}
        payload={{ event }}
        disabled={disabled}
        onChange={set}
      />
      {labelled.errors.map((error) => (
        <p key={error} className="je-error" role="alert">
          {error}
        </p>
      ))}
    </>
  );
}
