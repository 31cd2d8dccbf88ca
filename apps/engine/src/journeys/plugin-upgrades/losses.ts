import type { LocalText } from '@sojourn/kernel';

export interface Loss {
  /** Into the old config; empty: the whole of it. */
  readonly pointer: string;
  readonly message: LocalText;
}

const MOST = 200;
/** As long as a pointer or a message may be over the API. */
const LONGEST = 2_000;
const WORDLESS = { en: 'The new version does not keep this.', 'zh-CN': '新版本不再保留此项设置。' } as const;

/**
 * What a migration says is lost. Whatever it says of a loss, the loss is told: a language that is missing is stood in for by the one
 * there is, and where there are no words at all, by ours.
 */
export function lossesOf(value: unknown): readonly Loss[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST).map((one: unknown) => {
    const pointer = typeof one === 'string' ? one : fieldOf(one, 'pointer');
    return { pointer: typeof pointer === 'string' ? pointer.slice(0, LONGEST) : '', message: wordsIn(fieldOf(one, 'message')) };
  }); // prettier-ignore
}

function wordsIn(message: unknown): LocalText {
  const [en, chinese] = [textOf(fieldOf(message, 'en')), textOf(fieldOf(message, 'zh-CN'))];
  // A plain text, or another language than ours.
  const any = textOf(message) ?? Object.values(isObject(message) ? message : {}).map(textOf).find(Boolean); // prettier-ignore
  return { en: en ?? chinese ?? any ?? WORDLESS.en, 'zh-CN': chinese ?? en ?? any ?? WORDLESS['zh-CN'] };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, LONGEST) : undefined;
}

const fieldOf = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
