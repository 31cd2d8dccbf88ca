import { UserError, messageOf } from '@sojourn/kernel';
import { readCall, scaffold, USAGE } from '../../../create-sojourn-plugin/scaffold.mjs';
import type { Command } from '../../cli/command.js';
import { say } from '../call.js';
import { CALL } from '../place.js';

export const createVerb: Command = {
  name: 'create',
  summary: 'make a new plugin, ready to run',
  help: `Usage: ${CALL} create DIR [options]

${USAGE}
  --json              print what was made for a program

Writes plugin.json in both languages, sources, fixtures, tests, icons and a README. Outside of Sojourn's folder
"npm create sojourn-plugin" does the same.`,

  run: async (args) => {
    const json = args.includes('--json');
    let made;
    try {
      made = scaffold(readCall(args.filter((arg) => arg !== '--json')));
    } catch (error) {
      if (error instanceof Error && 'code' in error) throw error; // options that node:util knows nothing of, or the disk
      throw new UserError(messageOf(error), { code: 'cli.bad-call', cause: error });
    }
    const { folder, id, kind, files } = made;
    say(json, made, () => [
      `Made ${id} (${kind}) in ${folder}:`,
      ...files.map((file) => `  ${file}`),
      '',
      `Next: ${CALL} test ${folder}`,
    ]);
  },
};
