import type { FieldProps } from '@rjsf/utils';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { attributesQuery, eventTypesQuery, tagsQuery } from '../../../../api/index.js';
import { Labelled } from '../Labelled.js';
import { NameInput } from '../NameInput.js';
import { fieldOf } from './field.js';

export function EventNameField(props: FieldProps) {
  const { id, value, set, disabled, labelled, schema } = fieldOf<string>(props);
  return (
    <Labelled {...labelled} htmlFor={id}>
      <EventNameInput id={id} value={value ?? ''} onChange={set} disabled={disabled} maxLength={schema.maxLength} />
    </Labelled>
  );
}

export function EventNameInput(props: {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled: boolean;
  readonly maxLength?: number | undefined;
}) {
  const { data } = useQuery(eventTypesQuery);
  const numbers = new Intl.NumberFormat();
  return (
    <NameInput
      {...props}
      options={(data ?? []).map(({ type, count }) => ({ value: type, note: numbers.format(count) }))}
    />
  );
}

export function AttributeField(props: FieldProps) {
  const { id, value, set, disabled, labelled, schema } = fieldOf<string>(props);
  return (
    <Labelled {...labelled} htmlFor={id}>
      <AttributeInput id={id} value={value ?? ''} onChange={set} disabled={disabled} maxLength={schema.maxLength} />
    </Labelled>
  );
}

export function AttributeInput(props: {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled: boolean;
  readonly maxLength?: number | undefined;
}) {
  const { data } = useQuery(attributesQuery);
  const note = (sample: unknown) =>
    sample === undefined || sample === null || typeof sample === 'object' ? '' : String(sample).slice(0, 24);
  return (
    <NameInput {...props} options={(data ?? []).map(({ path, sample }) => ({ value: path, note: note(sample) }))} />
  );
}

export function TagsField(props: FieldProps) {
  const { id, value, set, disabled, labelled } = fieldOf<readonly string[]>(props);
  const { data } = useQuery(tagsQuery);
  return (
    <Labelled {...labelled} htmlFor={id}>
      <Select
        id={id}
        mode="tags"
        style={{ width: '100%' }}
        value={[...(value ?? [])]}
        disabled={disabled}
        tokenSeparators={[',', ',']}
        options={(data ?? []).map(({ tag }) => ({ value: tag, label: tag }))}
        onChange={(tags: string[]) => set(tags.map((tag) => tag.trim()).filter(Boolean))}
      />
    </Labelled>
  );
}
