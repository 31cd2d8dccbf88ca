import type { FieldProps } from '@rjsf/utils';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { attributesQuery } from '../../../../api/contacts.js';
import { Labelled } from '../Labelled.js';
import { fieldOf } from './field.js';

const ALWAYS = ['email', 'phone', 'externalId', 'language', 'tags', 'event', 'variables.*', 'attributes.*'];

/** Fields that a step may read; an empty choice means that no list was made, so that it may read everything. */
export function FieldsField(props: FieldProps) {
  const { t } = useTranslation('workbench');
  const { id, value, set, disabled, labelled } = fieldOf<readonly string[]>(props);
  const { data: attributes = [] } = useQuery(attributesQuery);
  const names = [...new Set(attributes.map(({ path }) => path.split('.')[0]))].map((name) => `attributes.${name}`);
  return (
    <Labelled {...labelled}>
      <Select
        id={id}
        mode="tags"
        aria-label={labelled.label}
        style={{ width: '100%' }}
        value={[...(value ?? [])]}
        disabled={disabled}
        placeholder={value === undefined ? t('reads.everything') : t('reads.none')}
        options={[...ALWAYS, ...names].map((field) => ({ value: field, label: field }))}
        onChange={(fields: string[]) => set(fields.length > 0 ? fields : undefined)}
      />
    </Labelled>
  );
}
