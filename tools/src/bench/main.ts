import { SojournError, UserError } from '@sojourn/kernel';
import { BENCHES } from './benches.js';
import { readOptions } from './options.js';
import { round } from './machine.js';
import { serveEngine } from './engine/engine-process.js';

/** `npm run bench -- <name> ...`. Exit codes: 0 done, 1 the world failed or the engine did wrong, 2 the call was wrong. */
async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === '--engine-process') return serveEngine();
  if (name === undefined || name === '--help' || name === 'help') return say(overview());
  const bench = BENCHES.find((candidate) => candidate.name === name);
  if (!bench) throw new UserError(`There is no benchmark "${name}".\n\n${overview()}`, { code: 'bench.bad-call' });
  if (args.includes('--help')) return say(bench.help);
  const options = readOptions(bench, args);
  const began = performance.now();
  const { json, text } = await bench.run(options);
  const seconds = round((performance.now() - began) / 1_000, 1);
  say(options.json ? JSON.stringify({ ...json, benchSeconds: seconds }, null, 2) : `${text}\n\n${seconds} s in all`);
}

function overview(): string {
  const lines = BENCHES.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`);
  return `Usage: npm run bench -- <name> [options]\n\n${lines.join('\n')}\n\nEvery benchmark answers --help. See docs/benchmarks.md.`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const known = error instanceof SojournError || isArgsError(error);
  process.stderr.write(`${known ? (error as Error).message : String((error as Error)?.stack ?? error)}\n`);
  process.exitCode = error instanceof UserError || isArgsError(error) ? 2 : 1;
});

/** What node:util parseArgs throws for an unknown or incomplete option. */
function isArgsError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
