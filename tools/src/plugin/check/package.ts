import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '@sojourn/kernel';
import { iconFault, MANIFEST_FILE, PACKAGE_LIMITS, readPackageJson, SIGNATURE_FILE } from '@sojourn/packaging';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { hasCode, type Project } from '../project.js';
import { problem, warning, type Problem } from './problem.js';

/** What is wrong with package.json, the icons and the files beside them. */
export async function packageProblems(project: Project): Promise<readonly Problem[]> {
  return [...packageJsonProblems(project), ...(await iconProblems(project)), ...companionProblems(project)];
}

function packageJsonProblems(project: Project): Problem[] {
  const { packageJson, manifest } = project;
  const own = (at: string, message: string, remedy: string): Problem => problem('package.json', at, message, remedy);
  const found: Problem[] = [];
  try {
    readPackageJson(packageJson, []);
  } catch (error) {
    const isMore = /has-(dependencies|scripts|programs)$/.test((error as { code?: string }).code ?? '');
    found.push(own('', messageOf(error), isMore ? 'A plugin is complete in itself and runs nothing when it is installed.' : 'Mend it: npm and the engines read it.')); // prettier-ignore
  }
  if (packageJson['version'] !== manifest.version)
    found.push(own('/version', `It is ${String(packageJson['version'])}, plugin.json says ${manifest.version}.`, 'Give both the same version.')); // prettier-ignore
  const { keywords } = packageJson;
  if (!Array.isArray(keywords) || !keywords.includes('sojourn-plugin'))
    found.push(own('/keywords', 'The keyword "sojourn-plugin" is missing.', 'Add it: the studio finds plugins by it.'));
  if (packageJson['private'] === true) found.push(own('/private', 'npm does not publish private packages.', 'Remove "private".')); // prettier-ignore
  const { files } = packageJson;
  const needed = [MANIFEST_FILE, SIGNATURE_FILE, ...(hasCode(project) ? ['dist/plugin.js'] : []), ...iconsOf(manifest)];
  if (!Array.isArray(files))
    found.push(own('/files', 'It does not say what belongs into the package.', `List ${needed.join(', ')} and the icons.`)); // prettier-ignore
  else
    for (const name of needed)
      if (
        !files.some((one) => typeof one === 'string' && (one === name || name.startsWith(`${one.replace(/\/$/, '')}/`)))
      )
        found.push(own('/files', `${name} would not be in the package.`, `Add "${name}".`));
  return found;
}

const iconsOf = ({ icons }: PluginManifest): string[] => Object.values(icons ?? {}).filter((one) => typeof one === 'string'); // prettier-ignore

async function iconProblems({ folder, manifest }: Project): Promise<Problem[]> {
  const { icons } = manifest;
  if (!icons) return [warning(MANIFEST_FILE, '/icons', 'It has no icons of its own.', 'Add a light and a dark SVG.')];
  const found: Problem[] = [];
  for (const [tone, name] of Object.entries(icons)) {
    // Its form is a matter of the manifest's schema.
    if (typeof name !== 'string' || !/^[\w-][\w./-]*\.svg$/.test(name)) continue;
    const file = path.join(folder, name);
    if (!existsSync(file)) {
      found.push(problem(MANIFEST_FILE, `/icons/${tone}`, `There is no ${name}.`, 'Draw it, or name another file.'));
      continue;
    }
    if (!(await stat(file)).isFile()) {
      found.push(problem(MANIFEST_FILE, `/icons/${tone}`, `${name} is no file.`, 'Name an SVG file.'));
      continue;
    }
    const svg = await readFile(file, 'utf8');
    const fault = Buffer.byteLength(svg) > PACKAGE_LIMITS.iconBytes ? 'it is larger than 16 KiB' : iconFault(svg);
    if (fault !== undefined) found.push(problem(name, '', `The icon is not taken: ${fault}.`, 'Keep to plain shapes.'));
  }
  return found;
}

function companionProblems(project: Project): Problem[] {
  const { folder } = project;
  const has = (name: string): boolean => existsSync(path.join(folder, name));
  const found: Problem[] = [];
  if (!has('README.md'))
    found.push(warning('README.md', '', 'It is missing.', 'Say what the plugin does and what it needs.'));
  if (!has('tests/fixtures'))
    found.push(
      warning('tests/fixtures', '', 'There are no fixtures.', 'Write contacts and what shall become of them.'),
    );
  if (!hasCode(project) && has('dist/plugin.js'))
    found.push(problem('dist/plugin.js', '', 'No node needs code.', 'Remove it.'));
  return found;
}
