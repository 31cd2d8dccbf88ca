import { isDeepStrictEqual } from 'node:util';
import type { Sandbox, SandboxResult } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import type { Outcome, Snippet } from './corpus-file.js';

export interface SnippetResult {
  readonly id: string;
  readonly outcome: Outcome;
  /** It ended as expected, the next guest found a clean room, and this process is what it was. */
  readonly contained: boolean;
  readonly ms: number;
  /** Memory of this process afterwards, MB. */
  readonly hostRssMb: number;
  /** What was not as it should be. */
  readonly why?: string;
}

/** Time that soon ends a slow script, and more memory than it can fill on its way: what only takes long ends for want of time. */
const LIMITS = { timeoutMs: 500, memoryMb: 64 };
/** However hostile the script: this process holds its answer and a few log lines, and nothing else of it. */
const MAX_GROWTH_MB = 256;
/** The clock on the wall may show four times the CPU time, then patience ends; and processes take their time to start. */
const MAX_MS = 20_000;
const INPUT: JsonObject = { contact: { id: 1, email: 'a@b.test', attributes: { plan: 'pro' } }, at: 0 };

/** A guest that has nothing to do with the snippet: what it sees must always be the same. */
const PROBE = `return [1, typeof __ghost, ({}).isAdmin ?? null, [3, 1, 2].sort().join(), JSON.stringify({ a: [1] }), Object.keys(Object.prototype).length,
  Reflect.ownKeys(globalThis).length, await Promise.resolve('then'), new Date().toISOString(), typeof process, contact.email]`;

/** The sandbox with a way to see what one job logged. */
export interface WatchedSandbox {
  readonly sandbox: Sandbox;
  /** Lines logged since it was asked last. */
  takeLog(): readonly string[];
}

/** Runs one snippet after the other, each followed by a guest that looks around. */
export async function runCorpus(
  snippets: readonly Snippet[],
  { sandbox, takeLog }: WatchedSandbox,
  told: (result: SnippetResult) => void = () => undefined,
): Promise<readonly SnippetResult[]> {
  const run = async (source: string): Promise<SandboxResult> =>
    (await sandbox.run({ source, inputs: [INPUT], ...LIMITS }))[0]!; // one input, one result
  const clean = await run(PROBE);
  const roots = rootsOf();
  const firstRss = rssMb();
  const results: SnippetResult[] = [];
  for (const snippet of snippets) {
    const began = performance.now();
    const result = await run(asScript(snippet.code));
    const ms = Math.round(performance.now() - began);
    const log = takeLog();
    const outcome = outcomeOf(result, snippet.expect);
    const next = await run(PROBE);
    takeLog();
    const hostRssMb = rssMb();
    const faults = [
      ...unexpected(snippet, outcome, result),
      ...(isDeepStrictEqual(next, clean) ? [] : [`the next guest found ${JSON.stringify(next).slice(0, 200)}`]),
      ...(isDeepStrictEqual(rootsOf(), roots) ? [] : ['the objects of this process were changed']),
      ...(hostRssMb - firstRss > MAX_GROWTH_MB ? [`this process grew by ${hostRssMb - firstRss} MB`] : []),
      ...(ms > MAX_MS ? [`it took ${ms} ms`] : []),
      ...(log.length > 50 || log.some((line) => line.length > 4_000) ? ['it logged without end'] : []),
    ];
    const contained = faults.length === 0;
    const done = {
      id: snippet.id,
      outcome,
      contained,
      ms,
      hostRssMb,
      ...(contained ? {} : { why: faults.join('; ') }),
    };
    results.push(done);
    told(done);
  }
  return results;
}

/** Snippets may call their input `ctx` or `input`, which code nodes call `context`, and declare any of the names: in a block they may. */
function asScript(code: string): string {
  return /\b(ctx|input)\b|\b(const|let|class)\s+(contact|context|log)\b/.test(code)
    ? `var ctx = context, input = context;\n{${code}\n}`
    : code;
}

/** The port's word, or a finer one; `error` where the snippet expects no finer one, since the finer are kinds of it. */
function outcomeOf(result: SandboxResult, expect: readonly string[]): Outcome {
  if (result.status === 'ok') return 'value';
  if (result.status !== 'error') return result.status;
  const finer = result.reason ?? 'error';
  return expect.includes(finer) ? finer : 'error';
}

function unexpected({ expect, ...snippet }: Snippet, outcome: Outcome, result: SandboxResult): string[] {
  if (!expect.includes(outcome))
    return [`it ended with ${outcome} instead of ${expect.join(' or ')}: ${JSON.stringify(result).slice(0, 200)}`];
  if (result.status !== 'ok') return [];
  // Answers have no prototypes; the file's values do.
  const value: unknown = JSON.parse(JSON.stringify(result.value));
  const allowed = snippet.valueIn ?? ('value' in snippet ? [snippet.value] : undefined);
  if (allowed && !allowed.some((one) => isDeepStrictEqual(one, value)))
    return [`it returned ${JSON.stringify(value).slice(0, 200)}`];
  return [];
}

/** What a leak into this process would show in. */
function rootsOf(): readonly string[] {
  return [globalThis, Object.prototype, Array.prototype, Function.prototype, Promise.prototype, JSON].flatMap((root) =>
    Reflect.ownKeys(root).map(String),
  );
}

function rssMb(): number {
  return Math.round(process.memoryUsage.rss() / 1_048_576);
}
