import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UserError } from '@sojourn/kernel';
import { parseJson, type Project } from '../project.js';
import type { Fixture, FixtureItem, MigrationPair } from './fixture.js';

/** What the files may say; a name with a slip in it would silently say nothing. */
const FIXTURE = ['$schema', 'node', 'config', 'items', 'http', 'kv', 'calls'];
const ITEM = ['name', 'contact', 'at', 'arrivedAt', 'timeZone', 'visit', 'variables', 'entryEvent', 'wake', 'memory', 'history', 'http', 'kv', 'expect']; // prettier-ignore
const CALL = ['name', 'entry', 'input', 'item', 'http', 'credentials', 'expect'];
const PAIR = ['$schema', 'node', 'from', 'to', 'before', 'after', 'lossy'];

/** Every fixture of a plugin, in the order of their names. Throws UserError `cli.bad-fixture` with the file and what is wrong. */
export async function readFixtures(project: Project): Promise<readonly Fixture[]> {
  const read = await readFolder(project, 'tests/fixtures');
  return read.map(({ file, value }) => {
    const { node, config, items = [] } = value as Partial<Fixture>;
    check(file, isNode(project, node), `"node" is ${JSON.stringify(node)}, which plugin.json does not declare`);
    check(file, typeof config === 'object' && config !== null, '"config" is not an object');
    check(file, Array.isArray(items), '"items" is not a list');
    known(file, '', value, FIXTURE);
    items.forEach((item: unknown, index) => {
      const at = `/items/${index}`;
      check(file, typeof item === 'object' && item !== null, `${at} is no object`);
      check(file, typeof (item as FixtureItem).name === 'string', `${at} has no "name"`);
      known(file, at, item as object, ITEM);
    });
    (value as Partial<Fixture>).calls?.forEach((call, index) => known(file, `/calls/${index}`, call, CALL));
    return { ...(value as unknown as Fixture), items, file };
  });
}

export async function readMigrations(project: Project): Promise<readonly MigrationPair[]> {
  const read = await readFolder(project, 'tests/migrations');
  return read.map(({ file, value }) => {
    const { node, from, to, before, after } = value as Partial<MigrationPair>;
    check(file, isNode(project, node), `"node" is ${JSON.stringify(node)}, which plugin.json does not declare`);
    check(file, Number.isInteger(from) && Number.isInteger(to), '"from" and "to" are whole numbers, type versions');
    check(file, typeof before === 'object' && typeof after === 'object', '"before" and "after" are configs');
    known(file, '', value, PAIR);
    return { ...(value as unknown as MigrationPair), file };
  });
}

function isNode({ manifest }: Project, type: unknown): boolean {
  return manifest.nodes.some((node) => node.type === type);
}

async function readFolder({ folder }: Project, below: string) {
  const home = path.join(folder, below);
  if (!existsSync(home)) return [];
  const names = (await readdir(home)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = `${below}/${name}`;
      try {
        const value = parseJson(await readFile(path.join(home, name), 'utf8'));
        check(file, typeof value === 'object' && value !== null, 'it holds no object');
        return { file, value: value as object };
      } catch (error) {
        if (error instanceof UserError) throw error;
        throw new UserError(`${file} cannot be read as JSON: ${messageOf(error)}.`, { code: 'cli.bad-fixture' });
      }
    }),
  );
}

function known(file: string, at: string, value: object, names: readonly string[]): void {
  const strange = Object.keys(value).find((name) => !names.includes(name));
  check(file, strange === undefined, `${at}/${strange} is not known; it may be ${names.filter((name) => !name.startsWith('$')).join(', ')}`); // prettier-ignore
}

function check(file: string, holds: boolean, otherwise: string): void {
  if (!holds) throw new UserError(`${file}: ${otherwise}.`, { code: 'cli.bad-fixture' });
}
