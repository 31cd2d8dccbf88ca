import { UserError, type Json } from '@sojourn/kernel';

/** Fields of a form that are read. */
const MOST_FIELDS = 1_000;

/**
 * What was posted, by its content type: JSON as it is parsed, a form as an object of texts (lists where a field comes more than
 * once), anything else as its text, null for nothing. What does not say what it is, is JSON when it can be read as such. Throws
 * `request.not-json` for JSON that is none.
 */
export function postedBody(contentType: string, text: string): Json {
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (text === '') return null;
  if (type === 'application/x-www-form-urlencoded') return formOf(text);
  const isJson = type === 'application/json' || /^application\/.+\+json$/.test(type);
  if (!isJson && type !== '') return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    if (!isJson) return text;
    throw new UserError('The body is not valid JSON. Check it with a JSON linter.', { code: 'request.not-json', status: 400 }); // prettier-ignore
  }
}

function formOf(text: string): Json {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of [...new URLSearchParams(text)].slice(0, MOST_FIELDS)) {
    const there = fields.get(name);
    fields.set(name, there === undefined ? value : [there, value].flat());
  }
  return Object.fromEntries(fields);
}
