import { parseArgs } from 'node:util';
import { UserError } from '@sojourn/kernel';
import { createSandbox } from '@sojourn/sandbox';
import { table } from '../bench/table.js';
import { readCorpus } from '../sandbox/corpus-file.js';
import { runCorpus } from '../sandbox/corpus-run.js';
import type { Command } from './command.js';

export const sandboxCommand: Command = {
  name: 'sandbox',
  summary: 'run hostile scripts through the sandbox of code nodes',
  help: `Usage: npm run -s sojourn -- sandbox corpus FILE [--json]

Runs every script of FILE, { "snippets": [{ "id", "category", "technique", "code", "expect": [OUTCOME], "value"?, "valueIn"? }] },
through the sandbox that runs code nodes, and after each an innocent one. OUTCOME is value, error, timeout, memory, limit,
rejected or syntax. A script is contained when it ended as expected, the innocent one found everything as always, and this
process lives, is what it was, and did not grow.

  --json   print { "results": [{ "id", "outcome", "contained", "ms", "hostRssMb" }] }; what is not contained says "why"

Exit code 0 when all are contained, 1 otherwise, 2 when FILE is no such file.`,

  async run(args) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    });
    const [what, file, ...more] = positionals;
    if (what !== 'corpus' || more.length > 0)
      throw new UserError('Say what to run: sandbox corpus FILE [--json].', { code: 'cli.bad-call' });
    if (file === undefined) throw new UserError('Name a corpus file: sandbox corpus FILE.', { code: 'cli.no-file' });
    const snippets = await readCorpus(file);
    let lines: string[] = [];
    const sandbox = createSandbox({ processes: 1, onLog: (line) => void lines.push(line) });
    const takeLog = (): readonly string[] => {
      const taken = lines;
      lines = [];
      return taken;
    };
    try {
      const results = await runCorpus(snippets, { sandbox, takeLog });
      const lost = results.filter(({ contained }) => !contained);
      if (lost.length > 0) process.exitCode = 1;
      if (values.json) return void process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
      const rows = results.map(({ id, outcome, contained, ms, hostRssMb }, index) => [
        id,
        outcome,
        contained ? 'contained' : 'NOT CONTAINED',
        String(ms),
        String(hostRssMb),
        snippets[index]?.technique ?? '',
      ]);
      process.stdout.write(`${table(['snippet', 'outcome', '', 'ms', 'host MB', 'technique'], rows)}\n\n`);
      for (const { id, why } of lost) process.stdout.write(`${id}: ${why}\n`);
      process.stdout.write(`${results.length - lost.length} of ${results.length} contained\n`);
    } finally {
      await sandbox.close();
    }
  },
};
