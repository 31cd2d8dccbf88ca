import { useSurroundings } from '@sojourn/ui';
import * as monaco from 'monaco-editor/editor';
import { useEffect, useRef } from 'react';
import { applyTheme, EDITOR_OPTIONS } from './environment.js';
import { pair, SCRIPT_LANGUAGE } from './script-language.js';
import { wrapScript, type WrappedScript } from './wrapped-script.js';

/** Something that went wrong in a line when the script ran. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

interface ScriptEditorProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Declarations with a type `Script`: what the script finds around it and must return. */
  readonly typings: string;
  readonly readOnly: boolean;
  readonly height: number | string;
  readonly problems?: readonly LineProblem[];
  /** Ctrl+Enter. */
  readonly onRun?: () => void;
  /** How many errors TypeScript sees now. */
  readonly onErrors?: (count: number) => void;
}

const NO_PROBLEMS: readonly LineProblem[] = [];

/** Monaco for one script, checked against its typings. Loaded only when a script is opened. */
export function ScriptEditor(props: ScriptEditorProps) {
  const { id, label, value, typings, readOnly, height, problems = NO_PROBLEMS } = props;
  const { theme, palette } = useSurroundings();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const twin = useRef<WrappedScript>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!host.current) return;
    const model = monaco.editor.createModel(latest.current.value, SCRIPT_LANGUAGE);
    const created = monaco.editor.create(host.current, { ...EDITOR_OPTIONS, model, ariaLabel: latest.current.label });
    const wrapped = wrapScript(latest.current.value, latest.current.typings);
    const unpair = pair(model, wrapped);
    editor.current = created;
    twin.current = wrapped;
    created.addAction({
      id: 'sojourn.run',
      label: 'Run',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => latest.current.onRun?.(),
    });
    const typing = created.onDidChangeModelContent(() => {
      wrapped.setSource(created.getValue());
      latest.current.onChange(created.getValue());
      // What the last run said is of a text that is no longer there.
      monaco.editor.setModelMarkers(model, 'run', []);
    });
    const show = () => {
      if (model.isDisposed()) return;
      const markers = wrapped.markers();
      monaco.editor.setModelMarkers(model, 'script', markers);
      latest.current.onErrors?.(markers.filter(({ severity }) => severity === monaco.MarkerSeverity.Error).length);
    };
    const checking = monaco.editor.onDidChangeMarkers((changed) => {
      // Markers that are set while markers are told of are never drawn.
      if (changed.some((uri) => uri.toString() === wrapped.uri.toString())) setTimeout(show);
    });
    return () => {
      typing.dispose();
      checking.dispose();
      unpair();
      wrapped.dispose();
      created.dispose();
      model.dispose();
    };
    // Created once; text and options follow below.
  }, []);

  useEffect(() => {
    // An undo elsewhere changes the text behind the editor's back; its own typing arrives here equal.
    if (editor.current && editor.current.getValue() !== value) editor.current.setValue(value);
  }, [value]);
  useEffect(() => twin.current?.setTypings(typings), [typings]);
  useEffect(() => editor.current?.updateOptions({ readOnly, ariaLabel: label }), [readOnly, label]);
  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model) return;
    const markers = problems.map(({ line, message }): monaco.editor.IMarkerData => {
      const at = Math.min(line, model.getLineCount());
      return {
        severity: monaco.MarkerSeverity.Error,
        message,
        startLineNumber: at,
        endLineNumber: at,
        startColumn: model.getLineFirstNonWhitespaceColumn(at) || 1,
        endColumn: model.getLineMaxColumn(at),
      };
    });
    monaco.editor.setModelMarkers(model, 'run', markers);
  }, [problems]);
  useEffect(() => applyTheme(theme, palette), [theme, palette]);

  return <div ref={host} id={id} className="wb-code" style={{ height }} />;
}
