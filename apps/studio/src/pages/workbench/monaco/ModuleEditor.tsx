import { useSurroundings } from '@sojourn/ui';
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/languages/definitions/typescript/register';
import { getTypeScriptWorker, typescriptDefaults } from 'monaco-editor/languages/features/typescript/register';
import { useEffect, useRef, type RefObject } from 'react';
import { applyTheme, EDITOR_OPTIONS } from './environment.js';
import { SDK_TYPINGS } from './sdk-typings.js';

typescriptDefaults.setCompilerOptions({
  target: 99,
  module: 1, // CommonJS: what the bundle is made of
  strict: true,
  noImplicitAny: false,
  allowNonTsExtensions: true,
  lib: ['es2023'],
});
typescriptDefaults.addExtraLib(SDK_TYPINGS, 'ts:sojourn-plugin-sdk.d.ts');

/** What the page asks of the editor. */
export interface ModuleHandle {
  /** The module as CommonJS. */
  emit(): Promise<string>;
}

interface ModuleEditorProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly handle: RefObject<ModuleHandle | null>;
  readonly height: number | string;
  readonly onRun: () => void;
}

/** Monaco for the module of a plugin, in TypeScript, with the SDK's types. */
export function ModuleEditor(props: ModuleEditorProps) {
  const { id, value, handle, height } = props;
  const { theme, palette } = useSurroundings();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!host.current) return;
    const uri = monaco.Uri.parse('inmemory://workbench/index.ts');
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(latest.current.value, 'typescript', uri);
    const created = monaco.editor.create(host.current, { ...EDITOR_OPTIONS, model, ariaLabel: latest.current.label });
    editor.current = created;
    created.addAction({
      id: 'sojourn.run',
      label: 'Run',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => latest.current.onRun(),
    });
    const typing = created.onDidChangeModelContent(() => latest.current.onChange(created.getValue()));
    handle.current = {
      emit: async () => {
        const worker = await (await getTypeScriptWorker())(uri);
        const { outputFiles } = await worker.getEmitOutput(uri.toString());
        return outputFiles[0]?.text ?? '';
      },
    };
    return () => {
      handle.current = null;
      typing.dispose();
      created.dispose();
      model.dispose();
    };
  }, [handle]);

  useEffect(() => {
    if (editor.current && editor.current.getValue() !== value) editor.current.setValue(value);
  }, [value]);
  useEffect(() => applyTheme(theme, palette), [theme, palette]);

  return <div ref={host} id={id} className="wb-code" style={{ height }} />;
}
