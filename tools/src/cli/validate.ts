import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { validate } from '@sojourn/journey';
import { messageOf, UserError } from '@sojourn/kernel';
import { installedCatalogue } from '../installed.js';
import type { Command } from './command.js';

export const validateCommand: Command = {
  name: 'validate',
  summary: 'check journey documents',
  help: `Usage: npm run -s sojourn -- validate FILE... [--json]

Checks journey documents against the installed node types. Prints every issue with its place.
Exit code 0 when no document has an error (warnings are printed), 2 otherwise.`,

  async run(args) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    });
    if (positionals.length === 0) throw new UserError('Name at least one journey document.', { code: 'cli.no-file' });
    const results = [];
    for (const path of positionals)
      results.push({ file: path, issues: validate(await read(path), installedCatalogue()) });
    if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
    else {
      for (const { file, issues } of results) {
        process.stdout.write(`${file}: ${issues.length === 0 ? 'sound' : `${issues.length} issues`}\n`);
        for (const { severity, pointer, message } of issues) {
          process.stdout.write(`  ${severity} ${pointer || '/'}: ${message.en}\n`);
        }
      }
    }
    if (results.some(({ issues }) => issues.some(({ severity }) => severity === 'error'))) process.exitCode = 2;
  },
};

async function read(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path} cannot be read as JSON: ${messageOf(error)}`, { code: 'cli.bad-file', cause: error });
  }
}
