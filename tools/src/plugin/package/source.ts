import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf, UserError } from '@sojourn/kernel';
import { MANIFEST_FILE, readManifest, unpack } from '@sojourn/packaging';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { npm } from '../../registry/npm.js';
import { parseJson } from '../project.js';
import { registryArgs } from '../registry-option.js';

/** The bytes of a package: a `.tgz`, a folder as npm would pack it, or `name@version` from the registry. */
export async function packageBytes(what: string, registry?: string): Promise<Buffer> {
  const local = await kindOf(what);
  if (local === 'file') return readFile(what);
  // A bare name is more likely a folder with a slip in it than a package that somebody else has published.
  if (local === null && (/^\.{0,2}\//.test(what) || !/.@[^/]+$/.test(what))) {
    throw new UserError(`There is nothing at ${what}: name a .tgz, a plugin's folder, or name@version.`, {
      code: 'cli.no-file',
    });
  }
  const home = await mkdtemp(path.join(tmpdir(), 'sojourn-pack-'));
  try {
    const spec = local === 'folder' ? [] : [what];
    await npm(['pack', ...spec, '--pack-destination', home, '--ignore-scripts', ...registryArgs(registry)], {
      cwd: local === 'folder' ? what : home,
    });
    const [name] = (await readdir(home)).filter((file) => file.endsWith('.tgz'));
    return await readFile(path.join(home, name!)); // npm has just written it
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The manifest of a `.tgz`, a folder, a plugin.json, or `name@version`. */
export async function manifestFrom(what: string, registry?: string): Promise<PluginManifest> {
  const own = (await kindOf(what)) === 'folder' ? path.join(what, MANIFEST_FILE) : what;
  if (own.endsWith('.json') && existsSync(own)) return read(own, await readFile(own, 'utf8'));
  const files = await unpack(await packageBytes(what, registry));
  const text = files.get(MANIFEST_FILE);
  if (!text) throw new UserError(`${what} has no ${MANIFEST_FILE}: it is not a plugin.`, { code: 'cli.not-a-plugin' });
  return read(what, text.toString('utf8'));
}

/** Says which of several it was that cannot be read. */
function read(what: string, text: string): PluginManifest {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new UserError(`${what} cannot be read as JSON: ${messageOf(error)}.`, { code: 'cli.bad-file', cause: error });
  }
  try {
    return readManifest(value);
  } catch (error) {
    throw new UserError(`${what}: ${messageOf(error)}`, { code: 'cli.bad-file', cause: error });
  }
}

/** The version that the registry gives to whoever asks for none; null when it does not know the package. */
export async function lastVersion(name: string, registry?: string): Promise<string | null> {
  try {
    const args = ['view', name, 'version', '--json', ...registryArgs(registry)];
    const { stdout } = await npm(args, { cwd: tmpdir() });
    return stdout.trim() === '' ? null : String(JSON.parse(stdout));
  } catch (error) {
    if (error instanceof Error && /\bE404\b/.test(error.message)) return null;
    throw error;
  }
}

async function kindOf(what: string): Promise<'file' | 'folder' | null> {
  const found = await stat(what).catch(() => null);
  return found === null ? null : found.isDirectory() ? 'folder' : 'file';
}
