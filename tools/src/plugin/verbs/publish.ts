import { fingerprint } from '@sojourn/packaging';
import { UserError } from '@sojourn/kernel';
import type { Command } from '../../cli/command.js';
import { npm } from '../../registry/npm.js';
import { readCall, say } from '../call.js';
import { checkProject } from '../check/check-project.js';
import { keyPath, readKey } from '../package/key-file.js';
import { signProject } from '../package/sign.js';
import { lastVersion, manifestFrom } from '../package/source.js';
import { readProject, type Project } from '../project.js';
import { registryArgs } from '../registry-option.js';
import { testPlugin } from '../test/run-checks.js';
import { buildProject } from './build.js';
import { asLines as problemLines } from './check.js';
import { asLines as diffLines, compare } from './diff.js';
import { asLines as testLines } from './test.js';
import { CALL } from '../place.js';

export const publishVerb: Command = {
  name: 'publish',
  summary: 'check, test, build, compare, sign, npm publish',
  help: `Usage: ${CALL} publish [DIR] [options]

  --key FILE        the key to sign with (default: $SOJOURN_PLUGIN_KEY, else PUBLISHER.key in the folder)
  --registry URL    another registry than npm's own settings name
  --tag TAG         npm's tag (default: latest)
  --dry-run         everything but the last step
  --json            print what was done for a program

Stops at the first step that fails: check, test, build, comparison with the registry's last version, signature, then
plain "npm publish", so you sign in with "npm login" as for any package.`,

  run: async (args) => {
    const options = { key: { type: 'string' }, registry: { type: 'string' }, tag: { type: 'string' }, 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } } as const; // prettier-ignore
    const { named, values } = readCall('publish', args, options, { least: 0, most: 1, what: 'one plugin folder at most' }); // prettier-ignore
    const project = await readProject(named[0] ?? '.');
    const { registry } = values;
    registryArgs(registry); // a wrong address is told before anything else is done
    await sound(project);
    const name = String(project.packageJson['name']);
    const before = await raised(project, name, registry);
    await buildProject(project);
    const { signature, hash } = await signProject(project, await readKey(values.key ?? keyPath(project)));
    const more = [...registryArgs(registry), ...(values['dry-run'] ? ['--dry-run'] : [])];
    await npm(['publish', '--access', 'public', '--ignore-scripts', '--tag', values.tag ?? 'latest', ...more], { cwd: project.folder }); // prettier-ignore
    const told = { package: name, version: project.manifest.version, before, key: signature.key.id, hash, published: !values['dry-run'] }; // prettier-ignore
    say(values.json, told, () => [
      `${told.published ? 'Published' : 'Would publish'} ${name}@${told.version}${before === null ? '' : ` after ${before}`}`,
      `  signed by  ${fingerprint(told.key)}`,
      `  hash       ${hash}`,
    ]);
  },
};

async function sound(project: Project): Promise<void> {
  const problems = await checkProject(project);
  if (problems.some(({ severity }) => severity === 'error')) throw notYet('check', problemLines(problems));
  const report = await testPlugin(project);
  if (!report.passed) throw notYet('test', testLines(report));
}

/** The version before, null for a first one. Throws when the new one is raised by too little. */
async function raised(project: Project, name: string, registry?: string): Promise<string | null> {
  const before = await lastVersion(name, registry);
  if (before === null) return null;
  const compared = compare(await manifestFrom(`${name}@${before}`, registry), project.manifest);
  if (!compared.isEnough) throw notYet('diff', diffLines(compared));
  return before;
}

function notYet(step: string, lines: readonly string[]): UserError {
  return new UserError(`Not published: "plugin ${step}" is not content.\n${lines.join('\n')}`, {
    code: 'cli.not-publishable',
  });
}
