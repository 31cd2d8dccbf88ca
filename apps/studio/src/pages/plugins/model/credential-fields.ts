import { localText, type LocalText } from '../../../i18n/local-text.js';
import type { Language } from '../../../i18n/resources.js';

export interface CredentialField {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly secret: boolean;
  readonly required: boolean;
}

interface Field {
  readonly title?: LocalText;
  readonly description?: LocalText;
  readonly format?: string;
  readonly 'x-secret'?: boolean;
  readonly 'x-zh-CN'?: { readonly title?: string; readonly description?: string };
}

/** The fields of a credential, in the order of its schema. A field is hidden unless the schema says that it is no secret. */
export function credentialFields(schema: Readonly<Record<string, unknown>>, language: Language): CredentialField[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Field>>;
  const required = new Set((schema['required'] as readonly string[] | undefined) ?? []);
  return Object.entries(properties).map(([name, field]) => {
    const own = language === 'zh-CN' ? field['x-zh-CN'] : undefined;
    return {
      name,
      title: own?.title ?? (localText(field.title, language) || name),
      description: own?.description ?? (localText(field.description, language) || undefined),
      secret: field['x-secret'] === true || field.format === 'password',
      required: required.has(name),
    };
  });
}
