import type { FieldProps, RJSFSchema } from '@rjsf/utils';
import type { FormContext } from '../ConfigForm.js';

/** What rich fields need of the form library, under one roof. */
export function fieldOf<T>(props: FieldProps) {
  const { fieldPathId, formData, onChange, readonly, disabled, required, rawErrors, errorSchema, registry } = props;
  const schema = props.schema as RJSFSchema;
  const own = (errorSchema as { __errors?: string[] } | undefined)?.__errors;
  return {
    id: fieldPathId.$id,
    path: fieldPathId.path,
    value: formData as T | undefined,
    set: (value: T | undefined) => onChange(value, fieldPathId.path),
    disabled: readonly || disabled || false,
    context: registry.formContext as FormContext,
    schema,
    labelled: {
      id: fieldPathId.$id,
      label: schema.title,
      required: required ?? false,
      hint: schema.description,
      errors: rawErrors && rawErrors.length > 0 ? rawErrors : [...new Set(errorsWithin(errorSchema, own))],
    },
  };
}

/** A rich field stands for everything below it, so it shows the problems of everything below it. */
function errorsWithin(tree: unknown, own: readonly string[] = []): string[] {
  if (typeof tree !== 'object' || tree === null) return [...own];
  return [
    ...own,
    ...Object.entries(tree).flatMap(([key, value]) =>
      key === '__errors' ? [] : errorsWithin(value, (value as { __errors?: string[] } | undefined)?.__errors),
    ),
  ];
}
