import { readFile } from 'node:fs/promises';
import { messageOf, UserError } from '@sojourn/kernel';

/** How a snippet may end. `limit`, `rejected` and `syntax` are kinds of error. */
export type Outcome = 'value' | 'error' | 'timeout' | 'memory' | 'limit' | 'rejected' | 'syntax';

/** One hostile script: the body of a guest's function. */
export interface Snippet {
  readonly id: string;
  readonly category: string;
  readonly technique: string;
  readonly code: string;
  /** Ends that are acceptable. */
  readonly expect: readonly string[];
  /** What it must return when it returns; absent: anything. */
  readonly value?: unknown;
  readonly valueIn?: readonly unknown[];
}

/** Reads `{ snippets: [{ id, category, technique, code, expect, value?, valueIn? }] }`. Throws UserError `cli.bad-file`. */
export async function readCorpus(file: string): Promise<readonly Snippet[]> {
  const bad = (what: string, cause?: unknown): UserError =>
    new UserError(`${file} is no corpus: ${what}.`, { code: 'cli.bad-file', cause });
  let document: unknown;
  try {
    document = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw bad(`it cannot be read as JSON (${messageOf(error)})`, error);
  }
  const snippets = fieldsOf(document)['snippets'];
  if (!Array.isArray(snippets)) throw bad('it has no list "snippets"');
  if (snippets.length === 0) throw bad('"snippets" is empty');
  const ids = new Set<string>();
  return (snippets as unknown[]).map((given, index) => {
    const { id, category = '', technique = '', code, expect, valueIn, ...more } = fieldsOf(given);
    const place = typeof id === 'string' ? `snippet ${id}` : `snippets[${index}]`;
    if (typeof id !== 'string' || id === '') throw bad(`${place} has no text "id"`);
    if (ids.has(id)) throw bad(`the id ${id} comes twice`);
    ids.add(id);
    if (typeof code !== 'string') throw bad(`${place} has no text "code"`);
    if (!Array.isArray(expect) || expect.length === 0 || !expect.every((word) => typeof word === 'string'))
      throw bad(`${place} has no list "expect" of outcomes`);
    if (valueIn !== undefined && !Array.isArray(valueIn)) throw bad(`"valueIn" of ${place} is no list`);
    return {
      id,
      category: String(category),
      technique: String(technique),
      code,
      expect: expect as string[],
      ...('value' in more ? { value: more['value'] } : {}),
      ...(Array.isArray(valueIn) ? { valueIn: valueIn as unknown[] } : {}),
    };
  });
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
