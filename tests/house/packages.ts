import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Package {
  /** From the root: `libs/kernel`. */
  readonly folder: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Every package of the house, whether or not the root's list of workspaces names it. */
export function packages(): Package[] {
  const rooms = ['apps', 'libs', 'plugins'].flatMap((floor) => foldersIn(floor));
  return [...rooms, 'tools', 'tests'].filter((folder) => existsSync(inRoot(folder, 'package.json'))).map(readPackage);
}

export function plugins(): string[] {
  return foldersIn('plugins');
}

export function foldersIn(floor: string): string[] {
  return readdirSync(inRoot(floor), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${floor}/${entry.name}`);
}

export function inRoot(...parts: string[]): string {
  return path.join(root, ...parts);
}

export function text(...parts: string[]): string {
  return readFileSync(inRoot(...parts), 'utf8');
}

export function json(...parts: string[]): unknown {
  return JSON.parse(text(...parts));
}

/** Files below a folder of the house, as paths from the root; what is built or fetched is left out. */
export function filesBelow(folder: string): string[] {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (!entry.isDirectory()) return [file];
    return ['node_modules', 'dist', 'coverage', 'var', '.git', '.nx'].includes(entry.name) ? [] : filesBelow(file);
  });
}

function readPackage(folder: string): Package {
  const {
    name,
    nx,
    exports = {},
    dependencies = {},
  } = json(folder, 'package.json') as Partial<Package> & {
    nx?: { tags?: string[] };
  };
  return { folder, name: name ?? '', tags: nx?.tags ?? [], exports, dependencies };
}
