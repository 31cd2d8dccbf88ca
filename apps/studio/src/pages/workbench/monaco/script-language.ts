import * as monaco from 'monaco-editor/editor';
import { conf, language } from 'monaco-editor/languages/definitions/javascript/javascript';
import 'monaco-editor/languages/definitions/javascript/register';
import { getJavaScriptWorker } from 'monaco-editor/languages/features/typescript/register';
import type { WrappedScript } from './wrapped-script.js';

/** JavaScript to look at; what is known of it comes from its wrapped twin. */
export const SCRIPT_LANGUAGE = 'sojourn-script';

const twins = new Map<string, WrappedScript>();

/** Names the twin of a model; answers a function that forgets it. */
export function pair(model: monaco.editor.ITextModel, twin: WrappedScript): () => void {
  twins.set(model.uri.toString(), twin);
  return () => void twins.delete(model.uri.toString());
}

monaco.languages.register({ id: SCRIPT_LANGUAGE });
monaco.languages.setMonarchTokensProvider(SCRIPT_LANGUAGE, language);
monaco.languages.setLanguageConfiguration(SCRIPT_LANGUAGE, conf);

interface Part {
  readonly text: string;
}
const textOf = (parts: readonly Part[] = []): string => parts.map(({ text }) => text).join('');

/** Asks TypeScript about the place in the twin that belongs to a place in the script. */
async function asked<Answer>(
  model: monaco.editor.ITextModel,
  position: monaco.Position,
  ask: (worker: Service, file: string, offset: number) => Promise<Answer>,
): Promise<Answer | undefined> {
  const twin = twins.get(model.uri.toString());
  if (!twin) return undefined;
  twin.setSource(model.getValue());
  const worker = (await (await getJavaScriptWorker())(twin.uri)) as unknown as Service;
  return ask(worker, twin.uri.toString(), twin.offset(model.getOffsetAt(position)));
}

/** The part of Monaco's TypeScript worker that is used here; its own types say `any`. */
interface Service {
  getCompletionsAtPosition(
    file: string,
    offset: number,
  ): Promise<
    | { readonly entries: readonly { readonly name: string; readonly kind: string; readonly sortText: string }[] }
    | undefined
  >;
  getCompletionEntryDetails(
    file: string,
    offset: number,
    entry: string,
  ): Promise<{ readonly displayParts?: readonly Part[]; readonly documentation?: readonly Part[] } | undefined>;
  getQuickInfoAtPosition(
    file: string,
    offset: number,
  ): Promise<{ readonly displayParts?: readonly Part[]; readonly documentation?: readonly Part[] } | undefined>;
}

type Item = monaco.languages.CompletionItem & { readonly at: monaco.Position; readonly of: monaco.editor.ITextModel };

monaco.languages.registerCompletionItemProvider(SCRIPT_LANGUAGE, {
  triggerCharacters: ['.', '"', "'"],
  async provideCompletionItems(model, position) {
    const found = await asked(model, position, (worker, file, offset) => worker.getCompletionsAtPosition(file, offset));
    if (!found || model.isDisposed()) return { suggestions: [] };
    const word = model.getWordUntilPosition(position);
    const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
    const suggestions = found.entries.map(({ name, kind, sortText }): Item => ({
      label: name,
      insertText: name,
      sortText,
      kind: kindOf(kind),
      range,
      at: position,
      of: model,
    }));
    return { suggestions };
  },
  async resolveCompletionItem(item) {
    const { at, of, label } = item as Item;
    const name = typeof label === 'string' ? label : label.label;
    const details = await asked(of, at, (worker, file, offset) => worker.getCompletionEntryDetails(file, offset, name));
    return {
      ...item,
      detail: textOf(details?.displayParts),
      documentation: { value: textOf(details?.documentation) },
    };
  },
});

monaco.languages.registerHoverProvider(SCRIPT_LANGUAGE, {
  async provideHover(model, position) {
    const info = await asked(model, position, (worker, file, offset) => worker.getQuickInfoAtPosition(file, offset));
    if (!info) return null;
    const type = textOf(info.displayParts);
    return { contents: [{ value: '```typescript\n' + type + '\n```' }, { value: textOf(info.documentation) }] };
  },
});

function kindOf(kind: string): monaco.languages.CompletionItemKind {
  const { CompletionItemKind } = monaco.languages;
  switch (kind) {
    case 'property':
    case 'getter':
    case 'setter':
      return CompletionItemKind.Field;
    case 'method':
    case 'function':
    case 'local function':
      return CompletionItemKind.Function;
    case 'const':
    case 'let':
    case 'var':
    case 'local var':
    case 'parameter':
      return CompletionItemKind.Variable;
    case 'keyword':
      return CompletionItemKind.Keyword;
    case 'string':
      return CompletionItemKind.EnumMember;
    default:
      return CompletionItemKind.Text;
  }
}
