import { UserError } from '@sojourn/kernel';
import { CALL } from '../plugin/place.js';
import type { Command } from './command.js';

/** What runs verbs and tells of them. */
export function verbsCommand(verbs: readonly Command[]): Omit<Command, 'name' | 'summary'> {
  const lines = verbs.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`).join('\n');
  const overview = `Usage: ${CALL} <verb> [options]

${lines}

Every verb answers --help; those that a program would read answer --json. Exit codes: 0 done, 1 it could not be done or is
not in order, 2 the call was wrong.`;

  return {
    help: overview,
    helpFor: ([verb]) => verbs.find(({ name }) => name === verb)?.help ?? overview,

    async run([name, ...args]) {
      if (name === undefined || name === 'help') return void process.stdout.write(`${overview}\n`);
      const verb = verbs.find((candidate) => candidate.name === name);
      if (!verb)
        throw new UserError(`There is no verb "${name}". See ${CALL} --help.`, { code: 'cli.unknown-command' });
      await verb.run(args);
    },
  };
}
