import { useSurroundings } from '@sojourn/ui';
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/javascript/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { javascriptDefaults } from 'monaco-editor/languages/features/typescript/register';
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker';
import { useEffect, useRef } from 'react';

globalThis.MonacoEnvironment = {
  getWorker: (_: string, label: string) =>
    label === 'typescript' || label === 'javascript' ? new TypeScriptWorker() : new EditorWorker(),
};
javascriptDefaults.setCompilerOptions({
  target: 99,
  allowNonTsExtensions: true,
  allowJs: true,
  checkJs: true,
  lib: ['es2023'],
});
// 1108: the script is the body of a function, so a `return` at its top is right.
javascriptDefaults.setDiagnosticsOptions({
  noSemanticValidation: false,
  noSyntaxValidation: false,
  diagnosticCodesToIgnore: [1108],
});

interface ScriptEditorProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Declarations of what the script finds around it. */
  readonly typings: string;
  readonly readOnly: boolean;
  readonly height: number | string;
}

/** Monaco for one script. Loaded only when a script is opened. */
export function ScriptEditor({ id, label, value, onChange, typings, readOnly, height }: ScriptEditorProps) {
  const { theme, palette } = useSurroundings();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const change = useRef(onChange);
  change.current = onChange;

  useEffect(() => {
    const library = javascriptDefaults.addExtraLib(typings, 'ts:step.d.ts');
    return () => library.dispose();
  }, [typings]);

  useEffect(() => {
    if (!host.current) return;
    const created = monaco.editor.create(host.current, {
      value,
      language: 'javascript',
      ariaLabel: label,
      minimap: { enabled: false },
      automaticLayout: true,
      fontSize: 12,
      lineNumbersMinChars: 3,
      folding: false,
      scrollBeyondLastLine: false,
      tabSize: 2,
      padding: { top: 8, bottom: 8 },
      fixedOverflowWidgets: true,
      renderLineHighlight: 'none',
      scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
    });
    editor.current = created;
    const listening = created.onDidChangeModelContent(() => change.current(created.getValue()));
    return () => {
      listening.dispose();
      const model = created.getModel();
      created.dispose();
      model?.dispose();
    };
    // Created once; text and options follow below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    // An undo elsewhere changes the text behind the editor's back; its own typing arrives here equal.
    if (editor.current && editor.current.getValue() !== value) editor.current.setValue(value);
  }, [value]);
  useEffect(() => editor.current?.updateOptions({ readOnly }), [readOnly]);
  useEffect(() => {
    const bare = (colour: string) => colour.slice(1);
    monaco.editor.defineTheme('sojourn', {
      base: theme === 'dark' ? 'vs-dark' : 'vs',
      inherit: true,
      rules: [{ token: 'comment', foreground: bare(palette.textFaint) }],
      colors: {
        'editor.background': palette.surface,
        'editorLineNumber.foreground': palette.textFaint,
        'editorLineNumber.dimmedForeground': palette.textFaint,
        'editorLineNumber.activeForeground': palette.text,
      },
    });
    monaco.editor.setTheme('sojourn');
  }, [theme, palette]);

  return <div ref={host} id={id} className="je-code" style={{ height }} />;
}
