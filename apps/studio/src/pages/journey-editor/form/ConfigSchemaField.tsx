import { getDefaultRegistry } from '@rjsf/core';
import type { FieldProps, RJSFSchema } from '@rjsf/utils';
import { Switch } from 'antd';
import { OptionsField } from './fields/OptionsField.js';
import type { OptionsSpec } from './fields/options-spec.js';
import { Labelled } from './Labelled.js';
import { RICH_FIELDS } from './rich-fields.js';

const { SchemaField } = getDefaultRegistry().fields;

/**
 * Adds four things to the form library's field: a manifest's `x-widget` picks a richer field, `x-options` one whose choices
 * the plugin fetches, a constant (the
 * discriminator of a variant) is not shown, an optional group has a switch and stays away until it is on.
 */
export function ConfigSchemaField(props: FieldProps) {
  const { registry, required, formData, fieldPathId, onChange, readonly } = props;
  if (!SchemaField) return null;
  const schema = registry.schemaUtils.retrieveSchema(props.schema, formData) as RJSFSchema & {
    readonly 'x-widget'?: string;
    readonly 'x-enumNames'?: string[];
    readonly 'x-options'?: OptionsSpec;
  };
  if (schema.const !== undefined) return null;
  if (schema['x-options']) return <OptionsField {...props} schema={schema} />;
  const widget = schema['x-widget'];
  const Rich = widget === undefined ? undefined : RICH_FIELDS[widget];
  if (Rich) return <Rich {...props} schema={schema} />;

  const isRoot = fieldPathId.path.length === 0;
  const inList = typeof fieldPathId.path.at(-1) === 'number';
  if (schema.type === 'object' && schema.properties && !required && !isRoot && !inList && !props.schema.oneOf) {
    const on = formData !== undefined;
    return (
      <Labelled
        id={fieldPathId.$id}
        label={schema.title}
        hint={schema.description}
        extra={
          <Switch
            size="small"
            checked={on}
            disabled={readonly ?? false}
            aria-label={schema.title}
            onChange={(checked) => onChange(checked ? sample(schema) : undefined, fieldPathId.path)}
          />
        }
      >
        {on ? <SchemaField {...props} schema={{ ...schema, title: '', description: '' }} required /> : null}
      </Labelled>
    );
  }
  const names = schema['x-enumNames'];
  const uiSchema = names ? { ...props.uiSchema, 'ui:enumNames': names } : props.uiSchema;
  return <SchemaField {...props} {...(uiSchema && { uiSchema })} />;
}

/** A first value for a group that was just switched on: its required numbers and texts, within their limits. */
function sample(schema: RJSFSchema): unknown {
  const required = new Set(schema.required ?? []);
  const value: { [name: string]: unknown } = {};
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    if (!required.has(name) || typeof part === 'boolean') continue;
    if (part.default !== undefined) value[name] = part.default;
    else if (part.enum) value[name] = part.enum[0];
    else if (part.type === 'number' || part.type === 'integer')
      value[name] = Math.max(Number(part.minimum ?? 0), Math.min(10, Number(part.maximum ?? 10)));
  }
  return value;
}
