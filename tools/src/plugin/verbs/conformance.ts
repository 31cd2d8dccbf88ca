import { createSandbox } from '@sojourn/sandbox';
import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { conformance, type Conformance } from '../conformance/conform.js';
import { CALL } from '../place.js';

export const conformanceVerb: Command = {
  name: 'conformance',
  summary: 'the plugins that ship, in process and sandboxed: equal?',
  help: `Usage: ${CALL} conformance [--json]

Runs each plugin that ships with Sojourn over the contacts of its fixtures, and hundreds like them: as the engine does,
in its own process, and as a bundle in the sandbox. Exit code 1 when one decision differs.`,

  run: async (args) => {
    const { values } = readCall('conformance', args, { json: { type: 'boolean' } }, { least: 0, most: 0, what: 'nothing' }); // prettier-ignore
    const sandbox = createSandbox({ processes: 1 });
    try {
      const rows = await conformance(sandbox);
      say(values.json, rows, () => asTable(rows));
      if (rows.some(({ isEqual }) => !isEqual)) process.exitCode = 1;
    } finally {
      await sandbox.close();
    }
  },
};

export function asTable(rows: readonly Conformance[]): string[] {
  return [
    `${'plugin'.padEnd(24)} ${'fixtures'.padStart(8)} ${'contacts'.padStart(9)}  ${'equal'.padEnd(6)} ${'in process'.padStart(11)} ${'sandboxed'.padStart(11)}`,
    ...rows.flatMap((row) => [
      `${row.plugin.padEnd(24)} ${String(row.fixtures).padStart(8)} ${String(row.contacts).padStart(9)}  ${(row.isEqual ? 'yes' : 'NO').padEnd(6)} ${`${row.inProcessUs} µs`.padStart(11)} ${`${row.sandboxedUs} µs`.padStart(11)}`,
      ...row.differences.map((difference) => `    ${difference}`),
    ]),
  ];
}
