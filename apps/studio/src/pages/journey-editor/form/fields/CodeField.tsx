import type { FieldProps } from '@rjsf/utils';
import { ExpandOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../../../routes/paths.js';
import { ScriptEditor } from '../../../workbench/monaco/ScriptEditor.js';
import { EditorContext } from '../../editor-context.js';
import { Labelled } from '../Labelled.js';
import { fieldOf } from './field.js';

/** A script with the plugin's own type hints; a page of its own has the workspace's types and contacts to try it on. */
export default function CodeField(props: FieldProps) {
  const { t } = useTranslation('workbench');
  const { id, value, set, disabled, schema, labelled } = fieldOf<string>(props);
  const typings = (schema as { readonly 'x-typings'?: string })['x-typings'] ?? '';
  const page = usePage();
  return (
    <Labelled
      {...labelled}
      extra={
        page === undefined ? undefined : (
          <Link to={page} title={t('openHint')}>
            <Button type="text" size="small" icon={<ExpandOutlined />} tabIndex={-1}>
              {t('open')}
            </Button>
          </Link>
        )
      }
    >
      <ScriptEditor
        id={id}
        label={labelled.label ?? ''}
        value={value ?? ''}
        onChange={set}
        typings={typings}
        readOnly={disabled}
        height={260}
      />
    </Labelled>
  );
}

/** The script's own page: there is one for the step that is selected on a canvas, in the draft. */
function usePage(): string | undefined {
  const editor = useContext(EditorContext);
  const [selected] = editor?.store.getState().selection.nodes ?? [];
  const isDraft = !new URLSearchParams(location.search).has('version');
  return editor && selected && isDraft ? paths.journeyCode(editor.journey.id, selected) : undefined;
}
