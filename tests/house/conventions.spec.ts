import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { undocumentedCodes } from '@sojourn/tools/checks/error-codes';
import { filesBelow, inRoot, json, packages, text } from './packages.js';

const sources = ['apps', 'libs', 'plugins', 'tools', 'tests', '.ci', 'docs']
  .filter((folder) => existsSync(inRoot(folder)))
  .flatMap(filesBelow)
  .filter((file) => /\.(tsx?|mjs|json|md|css|html|ya?ml|sh)$|\.ci\//.test(file));

describe('the packages of the house', () => {
  it('are all named as workspaces', () => {
    const { workspaces } = json('package.json') as { workspaces: string[] };
    const isNamed = (folder: string): boolean =>
      workspaces.some((pattern) => pattern === folder || pattern === folder.replace(/\/[^/]+$/, '/*'));
    expect(packages().filter(({ folder }) => !isNamed(folder))).toEqual([]);
  });

  it('are all in the lock file with what they depend on, else `npm ci` refuses', () => {
    const lock = json('package-lock.json') as { packages: Record<string, { dependencies?: Record<string, string> }> };
    for (const { folder, name, dependencies } of packages()) {
      expect(lock.packages[`node_modules/${name}`], `${name} is not in package-lock.json`).toMatchObject({
        link: true,
      });
      expect(lock.packages[folder]?.dependencies ?? {}, folder).toEqual(dependencies);
    }
  });

  it('declare what they import, so that a slim installation has it', () => {
    const imported =
      /^(?:import|export)\b[^'"]*?from ['"]([^'"]+)['"]|^import ['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm;
    const undeclared = packages().flatMap(({ folder, name, dependencies }) =>
      folder === 'tests'
        ? []
        : filesBelow(`${folder}/src`)
            .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$|\/testing\b/.test(file))
            .flatMap((file) =>
              [...text(file).matchAll(imported)].map((found) => found[1] ?? found[2] ?? found[3] ?? ''),
            )
            .filter((module) => !/^(\.|node:|virtual:)/.test(module))
            .map((module) =>
              module
                .split('/')
                .slice(0, module.startsWith('@') ? 2 : 1)
                .join('/'),
            )
            .filter((module) => module !== name && dependencies[module] === undefined)
            .map((module) => `${folder} -> ${module}`),
    );
    expect([...new Set(undeclared)]).toEqual([]);
  });

  it('are all checked by the compiler', () => {
    const { references } = json('tsconfig.json') as { references: { path: string }[] };
    const checked = new Set(references.map((reference) => reference.path));
    expect(packages().filter(({ folder }) => folder !== 'tests' && !checked.has(folder))).toEqual([]);
  });

  it('are read from source in tests and in the editor', () => {
    for (const { folder, exports } of packages()) {
      for (const [subpath, target] of Object.entries(exports)) {
        if (typeof target === 'string')
          expect(target.includes('*') || existsSync(inRoot(folder, target)), `${folder} ${subpath}`).toBe(true);
        else {
          expect(Object.keys(target)[0], `${folder} ${subpath}: the source condition comes first`).toBe(
            '@sojourn/source',
          );
          expect(existsSync(inRoot(folder, target['@sojourn/source'] ?? '')), `${folder} ${subpath}`).toBe(true);
        }
      }
    }
  });
});

describe('the words', () => {
  it('of every error have a line in docs/errors.md', () => {
    expect(undocumentedCodes().map(({ code, place }) => `${code} (${place})`)).toEqual([]);
  });

  it('of the studio exist in both languages, with the same {{holes}}', () => {
    const english = flatten(json('apps/studio/src/locales/en.json'));
    const chinese = flatten(json('apps/studio/src/locales/zh-CN.json'));
    // Chinese has one plural form, English several: i18next keeps them as `_one`, `_other` (ordinals `_two`, `_few`).
    const singular = (keys: Iterable<string>): string[] =>
      [...new Set([...keys].map((key) => key.replace(/_(one|two|few|other)$/, '')))].sort();
    expect(singular(chinese.keys())).toEqual(singular(english.keys()));
    const differing = [...chinese].filter(([key, words]) => {
      const twin = english.get(key) ?? english.get(`${key}_other`) ?? english.get(key.replace(/_other$/, ''));
      return twin !== undefined && holes(twin) !== holes(words);
    });
    expect(differing.map(([key]) => key)).toEqual([]);
    expect([...english, ...chinese].filter(([, words]) => words.trim() === '').map(([key]) => key)).toEqual([]);
  });
});

describe('the files', () => {
  it('name no path of one person’s machine', () => {
    // Put together from pieces, so that this file does not find itself.
    const personal = new RegExp(
      `(?<![\\w.])/(${['ho' + 'me', 'Us' + 'ers', 'wo' + 'rk', 'ro' + 'ot'].join('|')})/[\\w.-]+/`,
    );
    expect(sources.filter((file) => personal.test(text(file)))).toEqual([]);
  });

  it('end with a line break and hold no conflict', () => {
    expect(sources.filter((file) => !/\n$/.test(text(file)))).toEqual([]);
    expect(sources.filter((file) => /^(<{7}|>{7}) /m.test(text(file)))).toEqual([]);
  });

  it('leave nothing for later', () => {
    const later = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`);
    expect(sources.filter((file) => /\.(tsx?|mjs)$/.test(file) && later.test(text(file)))).toEqual([]);
  });

  it('focus no single test', () => {
    const only = new RegExp(`\\b(it|describe|test)\\.on${'ly'}\\(`);
    expect(sources.filter((file) => /\.spec\.tsx?$/.test(file) && only.test(text(file)))).toEqual([]);
  });
});

function flatten(value: unknown, prefix = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[prefix, value]]);
  const below = Object.entries((value ?? {}) as Record<string, unknown>);
  return new Map(below.flatMap(([key, item]) => [...flatten(item, prefix === '' ? key : `${prefix}.${key}`)]));
}

function holes(words: string): string {
  return [...new Set(words.match(/\{\{\s*\w+/g) ?? [])].sort().join();
}
