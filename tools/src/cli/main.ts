import { UserError } from '@sojourn/kernel';
import { COMMANDS } from './commands.js';
import { endWith } from './ending.js';

/** `npm run -s sojourn -- <command> ...`. Exit codes: 0 done, 1 it could not be done, 2 the call was wrong. */
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

const args = process.argv.slice(2);
// A plugin that is not in order is no wrong call: scripts of its developers tell the two apart.
main(args).catch((error: unknown) => endWith(error, args[0] === 'plugin' ? 1 : 2));
