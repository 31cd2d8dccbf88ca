import type { FieldProps } from '@rjsf/utils';
import { ExpandOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScriptEditor } from '../ScriptEditor.js';
import { Labelled } from '../Labelled.js';
import { fieldOf } from './field.js';

/** A script with the plugin's own type hints, in the inspector and, for more than a few lines, in a window. */
export default function CodeField(props: FieldProps) {
  const { t } = useTranslation('editor');
  const { id, value, set, disabled, schema, labelled } = fieldOf<string>(props);
  const [large, setLarge] = useState(false);
  const typings = (schema as { readonly 'x-typings'?: string })['x-typings'] ?? '';
  const editor = (height: number | string) => (
    <ScriptEditor
      id={id}
      label={labelled.label ?? ''}
      value={value ?? ''}
      onChange={set}
      typings={typings}
      readOnly={disabled}
      height={height}
    />
  );
  return (
    <Labelled
      {...labelled}
      extra={
        <Button
          type="text"
          size="small"
          icon={<ExpandOutlined />}
          aria-label={t('form.enlarge')}
          onClick={() => setLarge(true)}
        />
      }
    >
      {large ? <div className="je-code" /> : editor(260)}
      <Modal
        open={large}
        title={labelled.label}
        width="min(1080px, 90vw)"
        footer={null}
        destroyOnHidden
        onCancel={() => setLarge(false)}
      >
        {editor('65vh')}
      </Modal>
    </Labelled>
  );
}
