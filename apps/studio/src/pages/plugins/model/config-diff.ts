import { localText, type LocalText } from '../../../i18n/local-text.js';
import type { Language } from '../../../i18n/resources.js';

export interface ConfigChange {
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What the new config cannot hold any more, by pointer into the old. */
export interface Loss {
  readonly pointer: string;
  readonly message?: LocalText;
}

/** One line of a config's difference, ready to be read. */
export interface DiffLine {
  readonly pointer: string;
  /** The setting's title where the schema has one, else its pointer. */
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly kind: 'added' | 'removed' | 'changed';
  /** What was set is not kept by the new version. */
  readonly lossy: boolean;
  /** Why it is lost, in the plugin's words. */
  readonly why: string | undefined;
}

interface Schema {
  readonly title?: LocalText;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly 'x-enumNames'?: readonly string[];
  readonly 'x-zh-CN'?: { readonly title?: string; readonly enumNames?: readonly string[] };
}

/** Changes in the order of the page, each named by the newer schema that knows it, lossy ones first. */
export function diffLines(
  changes: readonly ConfigChange[],
  lossy: readonly Loss[],
  schemas: readonly unknown[],
  language: Language,
): DiffLine[] {
  const isAt = (pointer: string, loss: Loss): boolean =>
    // What is said of all settings together has a line of its own.
    loss.pointer === pointer || (loss.pointer !== '' && pointer.startsWith(`${loss.pointer}/`));
  const lossesAt = (pointer: string) => lossy.filter((loss) => isAt(pointer, loss));
  const whyOf = (losses: readonly Loss[]) =>
    [...new Set(losses.map(({ message }) => localText(message, language)))].join(' ').trim() || undefined;
  const lines = changes.map(({ pointer, before, after }): DiffLine => ({
    pointer,
    name: nameOf(pointer, schemas, language),
    before: choiceText(before, pointer, schemas, language) ?? valueText(before),
    after: choiceText(after, pointer, schemas, language) ?? valueText(after),
    kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    lossy: lossesAt(pointer).length > 0,
    why: whyOf(lossesAt(pointer)),
  }));
  const told = new Set(lines.map(({ pointer }) => pointer));
  for (const { pointer } of lossy) {
    if (told.has(pointer) || (pointer !== '' && lines.some((line) => line.pointer.startsWith(`${pointer}/`)))) continue;
    told.add(pointer);
    lines.push({
      pointer,
      name: nameOf(pointer, schemas, language),
      before: undefined,
      after: undefined,
      kind: 'removed',
      lossy: true,
      why: whyOf(lossy.filter((one) => one.pointer === pointer)),
    });
  }
  return lines.sort((a, b) => Number(b.lossy) - Number(a.lossy));
}

/** One of a few values as its form calls it. */
function choiceText(
  value: unknown,
  pointer: string,
  schemas: readonly unknown[],
  language: Language,
): string | undefined {
  for (const schema of schemas) {
    const at = settingsOn(schema as Schema | undefined, pointer)?.at(-1)?.schema;
    const place = at?.enum?.indexOf(value) ?? -1;
    const name =
      (language === 'zh-CN' ? at?.['x-zh-CN']?.enumNames : undefined)?.[place] ?? at?.['x-enumNames']?.[place];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** A value on one line; texts as they are, all else as JSON, long ones cut. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function nameOf(pointer: string, schemas: readonly unknown[], language: Language): string {
  for (const schema of schemas) {
    const title = titleAt(schema as Schema | undefined, pointer, language);
    if (title) return title;
  }
  return pointer === '' ? '/' : pointer;
}

function titleAt(schema: Schema | undefined, pointer: string, language: Language): string | undefined {
  const titles = settingsOn(schema, pointer)?.map(({ schema: at, name, inList }) => {
    const title = (language === 'zh-CN' && at['x-zh-CN']?.title) || localText(at.title, language);
    // People count from one.
    return inList ? String(Number(name) + 1) : title || name;
  });
  return titles && titles.length > 0 ? titles.join(' › ') : undefined;
}

/** What a schema says of each step of a pointer; undefined when it does not know one of them. */
function settingsOn(
  schema: Schema | undefined,
  pointer: string,
): readonly { readonly schema: Schema; readonly name: string; readonly inList: boolean }[] | undefined {
  let at = schema;
  const found: { schema: Schema; name: string; inList: boolean }[] = [];
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const inList = at?.items !== undefined && /^\d+$/.test(name);
    at = inList ? at?.items : at?.properties?.[name];
    if (at === undefined) return undefined;
    found.push({ schema: at, name, inList });
  }
  return found;
}
