import { EyeOutlined } from '@ant-design/icons';
import type { FieldProps } from '@rjsf/utils';
import { Button, Input, type InputRef } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../Labelled.js';
import { MessagePreview } from '../MessagePreview.js';
import { VariableMenu } from '../VariableMenu.js';
import { fieldOf } from './field.js';

/** One line of Liquid: a subject, a title. */
export function SubjectField(props: FieldProps) {
  const { id, value, set, disabled, labelled } = fieldOf<string>(props);
  const input = useRef<InputRef>(null);
  return (
    <Labelled
      {...labelled}
      htmlFor={id}
      extra={disabled ? null : <VariableMenu onPick={(variable) => insert(input.current?.input, variable, set)} />}
    >
      <Input
        ref={input}
        id={id}
        value={value ?? ''}
        disabled={disabled}
        onChange={(event) => set(event.target.value)}
      />
    </Labelled>
  );
}

/** The body of a message, plain or MJML, with variables to put in and a look at it as a contact will see it. */
export function MessageField(props: FieldProps) {
  const { t } = useTranslation('editor');
  const { id, value, set, disabled, labelled, context } = fieldOf<string>(props);
  const [previewing, setPreviewing] = useState(false);
  const input = useRef<TextAreaRef>(null);
  const { channel, subject, format } = context.config as {
    readonly channel?: string;
    readonly subject?: string;
    readonly format?: string;
  };
  return (
    <Labelled
      {...labelled}
      htmlFor={id}
      extra={
        <span className="je-tools">
          {disabled ? null : (
            <VariableMenu onPick={(variable) => insert(input.current?.resizableTextArea?.textArea, variable, set)} />
          )}
          <Button type="text" size="small" icon={<EyeOutlined />} onClick={() => setPreviewing(true)}>
            {t('preview.button')}
          </Button>
        </span>
      }
    >
      <Input.TextArea
        ref={input}
        id={id}
        className={format === 'mjml' ? 'je-mono' : ''}
        value={value ?? ''}
        disabled={disabled}
        spellCheck={format !== 'mjml'}
        autoSize={{ minRows: 6, maxRows: 20 }}
        onChange={(event) => set(event.target.value)}
      />
      {previewing ? (
        <MessagePreview
          channel={channel ?? 'inbox'}
          content={{
            ...(subject !== undefined && { subject }),
            body: value ?? '',
            format: format === 'mjml' ? 'mjml' : 'text',
          }}
          onClose={() => setPreviewing(false)}
        />
      ) : null}
    </Labelled>
  );
}

/** Puts text where the cursor is, or was. */
function insert(
  element: HTMLInputElement | HTMLTextAreaElement | null | undefined,
  text: string,
  set: (value: string) => void,
): void {
  if (!element) return;
  const { selectionStart, selectionEnd, value } = element;
  const start = selectionStart ?? value.length;
  const end = selectionEnd ?? start;
  set(value.slice(0, start) + text + value.slice(end));
  requestAnimationFrame(() => {
    element.focus();
    element.setSelectionRange(start + text.length, start + text.length);
  });
}
