import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UserError, type JsonObject } from '@sojourn/kernel';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { jsonFault } from './json-place.js';

/** A plugin's folder as it lies on the disk. */
export interface Project {
  /** Absolute. */
  readonly folder: string;
  readonly packageJson: JsonObject;
  /** As written: it may still break the manifest's schema. */
  readonly manifest: PluginManifest;
}

/** A text as JSON; an editor may have put a mark before it. Throws an Error that names line and column. */
export function parseJson(text: string): unknown {
  const plain = text.replace(/^\ufeff/, '');
  try {
    return JSON.parse(plain) as unknown;
  } catch (error) {
    throw new Error(jsonFault(plain) ?? messageOf(error), { cause: error });
  }
}

/** Reads a folder with plugin.json and package.json. Throws UserError `cli.not-a-plugin`, `cli.bad-file`. */
export async function readProject(folder: string): Promise<Project> {
  const home = path.resolve(folder);
  const [manifest, packageJson] = await Promise.all([
    readJson(path.join(home, 'plugin.json')),
    readJson(path.join(home, 'package.json')),
  ]);
  return { folder: home, manifest: manifest as unknown as PluginManifest, packageJson };
}

/** Whether its nodes bring code of their own. */
export function hasCode({ manifest }: Project): boolean {
  return manifest.main !== undefined || manifest.nodes.some(({ declarative }) => declarative === undefined);
}

async function readJson(file: string): Promise<JsonObject> {
  if (!existsSync(file)) {
    throw new UserError(
      `There is no ${path.basename(file)} in ${path.dirname(file)}: name a plugin's folder, or make one with "plugin create".`,
      { code: 'cli.not-a-plugin' },
    );
  }
  try {
    const read = parseJson(await readFile(file, 'utf8'));
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as JsonObject;
    throw new Error('it holds no object');
  } catch (error) {
    throw new UserError(`${file} cannot be read as JSON: ${messageOf(error)}.`, { code: 'cli.bad-file', cause: error });
  }
}
