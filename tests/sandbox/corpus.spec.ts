import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '@sojourn/sandbox';

/** A corpus of hostile scripts: `{ snippets: [{ id, technique, code, expect: [outcome], value?, valueIn? }] }`. */
const FILE =
  process.env['SOJOURN_HOSTILE_CORPUS'] ??
  new URL('../../../shared/corpora/sandbox-hostile.json', import.meta.url).pathname;

interface Snippet {
  readonly id: string;
  readonly technique: string;
  readonly code: string;
  readonly expect: readonly string[];
  readonly value?: unknown;
  readonly valueIn?: readonly unknown[];
}

if (!existsSync(FILE)) {
  console.log(`skipped: the hostile corpus is not at ${FILE}; point SOJOURN_HOSTILE_CORPUS to it`);
}
const snippetsOf = (file: string): Snippet[] =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { snippets: Snippet[] }).snippets : [];
/** Of our own, by technique: it runs wherever the tests do. */
const OWN = new URL('own-corpus.json', import.meta.url).pathname;
const snippets = [...snippetsOf(FILE), ...snippetsOf(OWN)];

/** The corpus knows finer words for a refusal than the port does. */
const WORDS: Record<string, readonly string[]> = {
  ok: ['value'],
  error: ['error', 'syntax', 'rejected', 'limit'],
  timeout: ['timeout'],
  memory: ['memory'],
};

const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.close());
const run = async (source: string) =>
  (await sandbox.run({ source, inputs: [{ contact: { id: 1 }, at: 0 }], timeoutMs: 500, memoryMb: 48 }))[0]!;

describe('the hostile corpora', () => {
  it.each(snippets.map((snippet) => [snippet.id, snippet.technique, snippet] as const))(
    '%s %s',
    { timeout: 30_000 },
    async (_id, _technique, snippet) => {
      const result = await run(snippet.code);
      const words = WORDS[result.status]!;
      expect(
        words.some((word) => snippet.expect.includes(word)),
        JSON.stringify(result).slice(0, 300),
      ).toBe(true);
      if (result.status === 'ok' && 'value' in snippet) expect(result.value).toEqual(snippet.value);
      if (result.status === 'ok' && snippet.valueIn) expect(snippet.valueIn).toContain(result.value);
      expect(
        await run('return [1, typeof __ghost, Object.keys(globalThis).length, ({}).isAdmin ?? null]'),
        'the next script',
      ).toEqual({
        status: 'ok',
        value: [1, 'undefined', expect.any(Number), null],
      });
    },
  );
});
