import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { inProcess } from '../guest/in-process.js';
import { onProject } from '../on-project.js';
import type { CheckResult } from '../test/check.js';
import { testPlugin, type TestReport } from '../test/run-checks.js';
import { CALL } from '../place.js';

export const testVerb: Command = {
  name: 'test',
  summary: 'hold a plugin to its promises, in the sandbox of production',
  help: `Usage: ${CALL} test [DIR] [--json] [--in-process]

  fixtures       contacts of tests/fixtures/*.json end up where they shall
  batch split    a contact fares the same alone, in halves and among 200 others
  order          the order of a batch says nothing
  no state       one batch leaves nothing behind for the next
  determinism    the same input gives the same answer, whatever the clock on the wall and the dice say
  chaos          429, 500, time-outs, nonsense, half of the calls failing: everyone is answered, nobody leaves by a success
                 when their call failed or fares ill by another's, and no one tries for ever
  migrations     tests/migrations/*.json: each type version becomes the next, by the config alone
  outcomes       every way out is taken by someone
  errors         every declared error is met by someone
  capabilities   nothing is used, read or written undeclared, nothing is declared unused
  budgets        a full batch stays within its processor time and its calls
  locales        every text has both languages, each in its own, and ctx.t finds its words

  --in-process   run the code in this process, for a debugger; it keeps nobody from anything
  --json         print the report for a program

Exit code 1 when a check fails.`,

  run: async (args) => {
    const options = { json: { type: 'boolean' }, 'in-process': { type: 'boolean' } } as const;
    const { named, values } = readCall('test', args, options, { least: 0, most: 1, what: 'one plugin folder at most' });
    const where = values['in-process'] ? inProcess() : undefined;
    const report = await onProject(named[0] ?? '.', (project) => testPlugin(project, where));
    say(values.json, report, () => asLines(report));
    if (!report.passed) process.exitCode = 1;
  },
};

/** The table for a person: a row for each check, its problems below it. */
export function asLines({ plugin, version, checks, passed, seconds }: TestReport): string[] {
  return [
    `${plugin} ${version}`,
    ...checks.flatMap((check) => [
      row(check),
      ...check.problems.map((problem) => `    ${problem}`),
      ...(check.notes ?? []).map((note) => `    note: ${note}`),
    ]),
    `${passed ? 'All passed' : `${checks.filter(({ status }) => status === 'failed').length} failed`} in ${seconds} s`,
  ];
}

const MARK = { passed: 'ok  ', failed: 'FAIL', 'nothing to test': '-   ' } as const;
const row = ({ check, status, detail }: CheckResult): string => `  ${MARK[status]} ${check.padEnd(13)} ${detail}`;
