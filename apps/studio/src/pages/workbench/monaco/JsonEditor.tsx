import { useSurroundings } from '@sojourn/ui';
import * as monaco from 'monaco-editor/editor';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register';
import { useEffect, useRef } from 'react';
import { applyTheme, EDITOR_OPTIONS } from './environment.js';

/** A problem of a JSON text, where a JSON pointer leads. */
export interface PointedProblem {
  readonly pointer: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

interface JsonEditorProps {
  readonly id: string;
  readonly label: string;
  /** The file's name; the schema goes by it. */
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly schema?: object;
  readonly readOnly?: boolean;
  readonly height: number | string;
  readonly onRun?: () => void;
}

/** Monaco for one JSON file with its schema: suggestions, hovers and red lines. */
export function JsonEditor(props: JsonEditorProps) {
  const { id, name, value, schema, readOnly = false, height } = props;
  const { theme, palette } = useSurroundings();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!host.current) return;
    const uri = monaco.Uri.parse(`inmemory://workbench/${name}`);
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(latest.current.value, 'json', uri);
    const created = monaco.editor.create(host.current, { ...EDITOR_OPTIONS, model, ariaLabel: latest.current.label });
    editor.current = created;
    created.addAction({
      id: 'sojourn.run',
      label: 'Run',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => latest.current.onRun?.(),
    });
    const typing = created.onDidChangeModelContent(() => latest.current.onChange(created.getValue()));
    return () => {
      typing.dispose();
      created.dispose();
      model.dispose();
    };
  }, [name]);

  useEffect(() => {
    if (schema === undefined) return;
    jsonDefaults.setDiagnosticsOptions({
      validate: true,
      enableSchemaRequest: false,
      schemas: [{ uri: `inmemory://schema/${name}`, fileMatch: [`*/${name}`], schema }],
    });
  }, [schema, name]);
  useEffect(() => {
    if (editor.current && editor.current.getValue() !== value) editor.current.setValue(value);
  }, [value]);
  useEffect(() => editor.current?.updateOptions({ readOnly }), [readOnly]);
  useEffect(() => applyTheme(theme, palette), [theme, palette]);

  return <div ref={host} id={id} className="wb-code" style={{ height }} />;
}
