/** What an attribute's field shows: text as it is, everything else as JSON. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * What was meant by what was typed. A text that stays a text is typed plainly; numbers, yes/no, lists and objects are
 * read as JSON when the attribute held no text before. `"18"` in quotes is always text.
 */
export function fromText(typed: string, before: unknown): unknown {
  const text = typed.trim();
  if (/^".*"$/s.test(text)) return parsed(text, text);
  if (typeof before === 'string') return typed;
  return parsed(text, typed);
}

function parsed(text: string, otherwise: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return otherwise;
  }
}
