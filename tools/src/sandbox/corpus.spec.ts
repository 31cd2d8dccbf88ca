import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sandboxCommand } from '../cli/sandbox.js';
import { readCorpus } from './corpus-file.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'corpus-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

async function fileOf(content: unknown): Promise<string> {
  const file = path.join(
    folder,
    `${Math.abs(JSON.stringify(content).length)}-${expect.getState().currentTestName?.length}.json`,
  );
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
async function printed(...args: readonly string[]): Promise<string> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => ((text += String(chunk)), true));
  await sandboxCommand.run(args);
  vi.restoreAllMocks();
  return text;
}

describe('sandbox corpus', { timeout: 60_000 }, () => {
  const snippets = [
    { id: 'loop', category: 'cpu', technique: 'a loop', code: 'for (;;);', expect: ['timeout'] },
    { id: 'typo', category: 'x', technique: 'no script', code: 'return (', expect: ['syntax'] },
    { id: 'big', category: 'x', technique: 'a big answer', code: 'return "x".repeat(1e6)', expect: ['rejected'] },
    { id: 'context', category: 'x', technique: 'ctx', code: 'return ctx.constructor.constructor("return typeof process")()', expect: ['value'], value: 'undefined' }, // prettier-ignore
    { id: 'input', category: 'x', technique: 'input', code: 'const input = 1; return input', expect: ['value'], valueIn: [2, 1] }, // prettier-ignore
    { id: 'log', category: 'x', technique: 'a name of its own', code: 'const log = []; log.push(2); return log', expect: ['value'], value: [2] }, // prettier-ignore
    { id: 'http', category: 'x', technique: 'no network', code: 'await http("http://127.0.0.1/")', expect: ['error'] },
  ];

  it('runs every snippet and says how it ended', async () => {
    const file = await fileOf(`\uFEFF${JSON.stringify({ snippets })}`);
    const { results } = JSON.parse(await printed('corpus', file, '--json')) as { results: Record<string, unknown>[] };
    expect(results.map(({ id, outcome, contained }) => [id, outcome, contained])).toEqual([
      ['loop', 'timeout', true],
      ['typo', 'syntax', true],
      ['big', 'rejected', true],
      ['context', 'value', true],
      ['input', 'value', true],
      ['log', 'value', true],
      ['http', 'error', true],
    ]);
    for (const result of results) {
      expect(Object.keys(result)).toEqual(['id', 'outcome', 'contained', 'ms', 'hostRssMb']);
      expect(result['hostRssMb']).toBeGreaterThan(10);
    }
    expect(process.exitCode).toBeUndefined();
  });

  it('says what is not contained, and fails', async () => {
    const file = await fileOf({
      snippets: [
        { id: 'a', code: 'return 1', expect: ['value'], value: 2 },
        { id: 'b', code: 'return 1', expect: ['error'] },
      ],
    });
    const text = await printed('corpus', file);
    expect(text).toContain('NOT CONTAINED');
    expect(text).toContain('a: it returned 1');
    expect(text).toContain('b: it ended with value instead of error');
    expect(text).toContain('0 of 2 contained');
    expect(process.exitCode).toBe(1);
  });

  it.each([
    ['no JSON', '{', /cannot be read as JSON/],
    ['no snippets', {}, /no list "snippets"/],
    ['nothing', { snippets: [] }, /empty/],
    ['no id', { snippets: [{ code: '', expect: ['value'] }] }, /snippets\[0\] has no text "id"/],
    ['no code', { snippets: [{ id: 'x', expect: ['value'] }] }, /snippet x has no text "code"/],
    ['no expectation', { snippets: [{ id: 'x', code: '' }] }, /snippet x has no list "expect"/],
    ['an id twice', { snippets: [{ id: 'x', code: '', expect: ['value'] }, { id: 'x', code: '', expect: ['value'] }] }, /twice/], // prettier-ignore
  ])('refuses a file with %s', async (_, content, message) => {
    await expect(readCorpus(await fileOf(content))).rejects.toMatchObject({
      code: 'cli.bad-file',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses other words and a missing file', async () => {
    await expect(sandboxCommand.run(['corpse'])).rejects.toMatchObject({ code: 'cli.bad-call' });
    await expect(sandboxCommand.run(['corpus'])).rejects.toMatchObject({ code: 'cli.no-file' });
    await expect(sandboxCommand.run(['corpus', path.join(folder, 'none.json')])).rejects.toMatchObject({
      code: 'cli.bad-file',
    });
  });
});
