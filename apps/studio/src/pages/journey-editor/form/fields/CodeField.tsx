import type { FieldProps } from '@rjsf/utils';
import { ExpandOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
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
  const navigate = useNavigate();
  return (
    <Labelled
      {...labelled}
      extra={
        page === undefined ? undefined : (
          <Button
            type="text"
            size="small"
            icon={<ExpandOutlined />}
            href={page}
            title={t('openHint')}
            onClick={(event) => {
              // With a modifier the browser opens it beside this page.
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              void navigate(page);
            }}
          >
            {t('open')}
          </Button>
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
