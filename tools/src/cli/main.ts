import { SojournError, UserError } from '@sojourn/kernel';
import { COMMANDS } from './commands.js';

/** `npm run -s sojourn -- <command> ...`. Exit codes: 0 done, 1 the world failed, 2 the call was wrong. */
async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === 'help') return say(overview());
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) {
    throw new UserError(`There is no command "${name}".\n\n${overview()}`, { code: 'cli.unknown-command' });
  }
  if (args.includes('--help')) return say(command.helpFor?.(args) ?? command.help);
  await command.run(args);
}

function overview(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`);
  return `Usage: npm run -s sojourn -- <command> [options]\n\n${lines.join('\n')}\n\nEvery command answers --help.`;
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
