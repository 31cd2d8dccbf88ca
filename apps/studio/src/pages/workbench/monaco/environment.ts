import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import JsonWorker from 'monaco-editor/language/json/json.worker?worker';
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker';
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import type { Palette, ThemeName } from '@sojourn/ui';
import '../workbench.css';

// Our own files, as the content security policy asks: nothing of Monaco comes from elsewhere.
globalThis.MonacoEnvironment = {
  getWorker: (_: string, label: string) => {
    if (label === 'typescript' || label === 'javascript') return new TypeScriptWorker();
    return label === 'json' ? new JsonWorker() : new EditorWorker();
  },
};

/** What every editor of the studio has in common. */
export const EDITOR_OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  minimap: { enabled: false },
  automaticLayout: true,
  fontSize: 13,
  lineNumbersMinChars: 3,
  folding: false,
  scrollBeyondLastLine: false,
  tabSize: 2,
  padding: { top: 8, bottom: 8 },
  fixedOverflowWidgets: true,
  renderLineHighlight: 'none',
  scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
};

/** Monaco's theme from ours; it has one for all editors of a page. */
export function applyTheme(theme: ThemeName, palette: Palette): void {
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
}
