import { localizedSchema, type Issue, type JsonObject, type OfferedManifest } from '@sojourn/canvas';
import Form from '@rjsf/antd';
import type { IChangeEvent } from '@rjsf/core';
import type { ErrorSchema, RJSFSchema, UiSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import type { Language } from '@sojourn/canvas';
import { FIELD_PREFIX } from '../inspector/focus-field.js';
import { completed } from './completed.js';
import { interpreter } from './interpreter.js';
import { ConfigSchemaField } from './ConfigSchemaField.js';
import { TEMPLATES } from './templates.js';
import { WIDGETS } from './widgets.js';

interface ConfigFormProps {
  readonly manifest: OfferedManifest;
  readonly config: JsonObject;
  /** Problems whose pointers begin inside the config, for example `/duration/amount`. */
  readonly issues: readonly Issue[];
  readonly readOnly: boolean;
  readonly language: Language;
  readonly onChange: (config: JsonObject) => void;
  /** The event whose payload conditions may ask about, where the journey has one. */
  readonly entryEvent: string | undefined;
  readonly journeyId?: number;
}

export interface FormContext {
  readonly config: JsonObject;
  readonly language: Language;
  readonly entryEvent: string | undefined;
  /** Whose field it is, for fields that ask the node's plugin. */
  readonly nodeType?: string | undefined;
  readonly journeyId?: number | undefined;
}

const FIELDS = { SchemaField: ConfigSchemaField };
const UI: UiSchema = { 'ui:submitButtonOptions': { norender: true } };
/** Only what the schema demands is filled in by itself: an optional group that appears unasked would change the journey. */
const DEFAULTS = {
  emptyObjectFields: 'skipEmptyDefaults',
  arrayMinItems: { populate: 'requiredOnly' },
  constAsDefaults: 'always',
  allOf: 'skipDefaults',
} as const;

/** The form of a step, drawn from its plugin's schema. Problems come from the journey's own validation, not from the form. */
export function ConfigForm(props: ConfigFormProps) {
  const { manifest, config, issues, readOnly, language, onChange, entryEvent, journeyId } = props;
  const schema = useMemo(() => localizedSchema(manifest.config, language) as RJSFSchema, [manifest, language]);
  const errors = useMemo(() => errorTree(issues, language), [issues, language]);
  const context = useMemo(
    (): FormContext => ({ config, language, entryEvent, nodeType: manifest.name, journeyId }),
    [config, language, entryEvent, manifest.name, journeyId],
  );
  return (
    <Form
      tagName="div"
      idPrefix={FIELD_PREFIX}
      schema={schema}
      uiSchema={UI}
      formData={config}
      formContext={context}
      validator={interpreter}
      fields={FIELDS}
      templates={TEMPLATES}
      widgets={WIDGETS}
      noValidate
      noHtml5Validate
      showErrorList={false}
      extraErrors={errors}
      readonly={readOnly}
      experimental_defaultFormStateBehavior={DEFAULTS}
      onChange={(event: IChangeEvent) =>
        onChange(completed(manifest.config, event.formData as JsonObject) as JsonObject)
      }
    />
  );
}

/** Problems as the form's tree of errors. */
function errorTree(issues: readonly Issue[], language: Language): ErrorSchema {
  const root: { [key: string]: unknown } = {};
  for (const issue of issues) {
    let at = root;
    for (const step of issue.pointer.split('/').slice(1)) {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      at = (at[key] ??= {}) as typeof at;
    }
    at['__errors'] = [...((at['__errors'] as string[] | undefined) ?? []), issue.message[language]];
  }
  return root as ErrorSchema;
}
