import semver from 'semver';
import { refusal } from './refusal.js';

/** What a package says of itself to npm. */
export interface PackageJson {
  /** `@acme/plugin-weather` */
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

const DEPENDENCIES = ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies', 'bundledDependencies']; // prettier-ignore
/** What npm runs on the machine of whoever installs. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/** Whether npm takes it as a package's name. */
export const isPackageName = (name: string): boolean => name.length <= 214 && NAME.test(name);

/**
 * Reads `package.json`. A plugin is complete in itself: it brings no dependencies (but for its own development), runs nothing
 * when it is installed and puts no program into anybody's path. Throws UserError `package.*`.
 */
export function readPackageJson(value: unknown, paths: Iterable<string>): PackageJson {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refusal('package.json is not an object.', { code: 'package.bad-json', path: 'package.json' });
  const json = value as Readonly<Record<string, unknown>>;
  const { name, version, description } = json;
  if (typeof name !== 'string' || !isPackageName(name))
    throw refusal('package.json has no valid name.', { code: 'package.bad-name', name: String(name).slice(0, 214) });
  if (typeof version !== 'string' || semver.valid(version) !== version || version.length > 64)
    throw refusal(`package.json has no exact version such as 1.2.0.`, { code: 'package.bad-version', version: String(version).slice(0, 64) }); // prettier-ignore
  for (const key of DEPENDENCIES)
    if (hasContent(json[key]))
      throw refusal(`package.json has ${key}. Bundle what the plugin needs; only devDependencies are allowed.`, { code: 'package.has-dependencies', key }); // prettier-ignore
  const scripts = (json['scripts'] ?? {}) as Readonly<Record<string, unknown>>;
  const script = INSTALL_SCRIPTS.find((one) => typeof scripts === 'object' && one in scripts);
  if (script !== undefined || json['gypfile'] === true || [...paths].some((path) => /^binding\.gyp$/i.test(path)))
    throw refusal(`package.json runs something when it is installed (${script ?? 'gyp'}). A plugin must not.`, { code: 'package.has-scripts', script: script ?? 'gyp' }); // prettier-ignore
  const { bin } = (json['directories'] ?? {}) as { readonly bin?: unknown };
  if (hasContent(json['bin']) || bin !== undefined)
    throw refusal('package.json has `bin`. A plugin puts no program into anybody’s path.', {
      code: 'package.has-programs',
    });
  return { name, version, description: typeof description === 'string' ? description.slice(0, 1_000) : '' };
}

function hasContent(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return typeof value === 'object' ? Object.keys(value).length > 0 : true;
}
