import { UserError } from '@sojourn/kernel';
import { VERBS } from '../plugin/verbs.js';
import type { Command } from './command.js';

const lines = VERBS.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`).join('\n');

const OVERVIEW = `Usage: npm run -s sojourn -- plugin <verb> [options]

${lines}

Every verb answers --help; those that a program would read answer --json.`;

export const pluginCommand: Command = {
  name: 'plugin',
  summary: 'write, test, sign and publish plugins',
  help: OVERVIEW,
  helpFor: ([verb]) => VERBS.find(({ name }) => name === verb)?.help ?? OVERVIEW,

  async run([name, ...args]) {
    if (name === undefined || name === 'help') return void process.stdout.write(`${OVERVIEW}\n`);
    const verb = VERBS.find((candidate) => candidate.name === name);
    if (!verb) throw new UserError(`plugin has no verb "${name}".\n\n${OVERVIEW}`, { code: 'cli.unknown-command' });
    await verb.run(args);
  },
};
