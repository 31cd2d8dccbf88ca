import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { checkProject } from '../check/check-project.js';
import type { Problem } from '../check/problem.js';
import { readProject } from '../project.js';
import { CALL } from '../place.js';

export const checkVerb: Command = {
  name: 'check',
  summary: 'hold manifest, package, icons and sources to the rules',
  help: `Usage: ${CALL} check [DIR] [--json]

Tells everything that is wrong at once, each with its file, its place and what to do. Runs none of the nodes: that is
"plugin test". Exit code 1 when there is an error; warnings do not count.`,

  run: async (args) => {
    const { named, values } = readCall('check', args, { json: { type: 'boolean' } }, { least: 0, most: 1, what: 'one plugin folder at most' }); // prettier-ignore
    const problems = await checkProject(await readProject(named[0] ?? '.'));
    say(values.json, problems, () => asLines(problems));
    if (problems.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  },
};

export function asLines(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return ['In order.'];
  return problems.map(({ severity, file, line, at, message, remedy }) => `${severity}  ${file}${line === undefined ? '' : `:${line}`}${at ? ` ${at}` : ''}: ${message} ${remedy}`); // prettier-ignore
}
