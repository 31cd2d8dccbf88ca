import * as monaco from 'monaco-editor/editor';
import { javascriptDefaults } from 'monaco-editor/languages/features/typescript/register';

javascriptDefaults.setCompilerOptions({
  target: 99,
  allowNonTsExtensions: true,
  allowJs: true,
  checkJs: true,
  // An attribute that not everybody has is `number | undefined`: what to do without it should be said.
  strictNullChecks: true,
  lib: ['es2023'],
});
javascriptDefaults.setDiagnosticsOptions({ noSemanticValidation: false, noSyntaxValidation: false });

let made = 0;

/**
 * A script is the body of a function, which TypeScript checks only inside of one: what is seen on the screen has a twin,
 * wrapped into `async (contact, context, log) => { ... }` and typed as `Script` of the typings, and what TypeScript says of the
 * twin is said of the script, one line up.
 */
export interface WrappedScript {
  readonly uri: monaco.Uri;
  /** An offset in the script -> the same place in the twin. */
  offset(offset: number): number;
  setSource(source: string): void;
  setTypings(typings: string): void;
  /** What is wrong, in lines of the script. */
  markers(): monaco.editor.IMarkerData[];
  dispose(): void;
}

export function wrapScript(source: string, typings: string): WrappedScript {
  const name = `Script${++made}`;
  const head = `/** @type {${name}.Script} */ const ${name}_ = async (contact, context, log) => {\n`;
  const whole = (body: string) => `${head}${body}\n};\n${name}_;`;
  const uri = monaco.Uri.parse(`inmemory://script/${name}.js`);
  const model = monaco.editor.createModel(whole(source), 'javascript', uri);
  let library: monaco.IDisposable | undefined;
  const setTypings = (text: string) => {
    library?.dispose();
    library = javascriptDefaults.addExtraLib(`declare namespace ${name} {\n${text}\n}`, `ts:${name}.d.ts`);
  };
  setTypings(typings);
  return {
    uri,
    offset: (offset) => offset + head.length,
    setSource: (body) => {
      if (model.getValue() !== whole(body)) model.setValue(whole(body));
    },
    setTypings,
    markers: () => {
      const last = model.getLineCount() - 3;
      const line = (number: number) => Math.min(Math.max(number - 1, 1), Math.max(last, 1));
      return monaco.editor
        .getModelMarkers({ resource: uri })
        .filter(({ severity }) => severity > monaco.MarkerSeverity.Hint)
        .map(({ resource: _, owner: __, ...marker }) => ({
          ...marker,
          startLineNumber: line(marker.startLineNumber),
          endLineNumber: line(marker.endLineNumber),
        }));
    },
    dispose: () => {
      library?.dispose();
      model.dispose();
    },
  };
}
