import { readFileSync } from 'node:fs';
import path from 'node:path';
import { endWith } from '../../cli/ending.js';
import { verbsCommand } from '../../cli/verbs-command.js';
import { place } from '../place.js';
import { verbsEverywhere } from '../verbs-everywhere.js';
import { devVerb } from '../verbs/dev.js';

/** `sojourn-plugin <verb> ...`: the program of the npm package, where there is no checkout of the product. */
async function main(args: readonly string[]): Promise<void> {
  const command = verbsCommand(verbsEverywhere(devVerb(null)));
  if (args[0] === '--version') return say(version());
  if (args.includes('--help') || args[0] === '-h') return say(command.helpFor?.(args) ?? command.help);
  await command.run(args);
}

function version(): string {
  const text = readFileSync(path.join(place.root, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

// A reader that has seen enough, such as head, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.on('uncaughtException', (error) => {
  endWith(error);
  process.exit();
});

main(process.argv.slice(2)).catch((error: unknown) => endWith(error));
