import { existsSync } from 'node:fs';
import { checkPluginManifest, type PluginManifest } from '@sojourn/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { filesBelow, inRoot, json, packages, plugins, text } from './packages.js';

describe.each(plugins())('%s', (folder) => {
  it('has a manifest, a page, a spec and an entry', () => {
    for (const file of ['plugin.json', 'README.md', 'package.json', 'tsconfig.json', 'src/index.ts']) {
      expect(existsSync(inRoot(folder, file)), `${folder}/${file} is missing`).toBe(true);
    }
    expect(filesBelow(folder).filter((file) => /\.spec\.tsx?$/.test(file))).not.toEqual([]);
  });

  it('is named alike everywhere: folder, package, manifest', () => {
    const name = folder.replace('plugins/', '');
    const manifest = json(folder, 'plugin.json') as unknown as PluginManifest;
    expect([manifest.id, manifest.nodes.map(({ type }) => type)]).toEqual([`sojourn.${name}`, [name]]);
    expect(packages().find((one) => one.folder === folder)?.name).toBe(`@sojourn/plugin-${name}`);
  });

  it('says everything in English and in Chinese', () => {
    const manifest = json(folder, 'plugin.json');
    expect(checkPluginManifest(manifest)).toEqual([]);
    expect(texts(manifest, '').filter(({ en, zh }) => !isEnglish(en) || !isChinese(zh))).toEqual([]);
  });

  it('depends on the SDK and on nothing else of ours', () => {
    const ours = Object.keys(packages().find((one) => one.folder === folder)?.dependencies ?? {});
    expect(ours.filter((name) => name.startsWith('@sojourn/'))).toEqual(['@sojourn/plugin-sdk']);
  });

  it('has a page that names each outcome', () => {
    const { nodes } = json(folder, 'plugin.json') as unknown as PluginManifest;
    const page = text(folder, 'README.md');
    expect(nodes.flatMap(({ outcomes }) => outcomes).filter(({ id }) => !page.includes(`\`${id}\``))).toEqual([]);
  });
});

interface Words {
  readonly pointer: string;
  readonly en: unknown;
  readonly zh: unknown;
}

/** Every text a person reads: `{ en, 'zh-CN' }`, and a schema's title and description with their twin in `x-zh-CN`. */
function texts(value: unknown, pointer: string): Words[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(item, `${pointer}/${index}`));
  const record = value as Record<string, unknown>;
  if ('en' in record || ('zh-CN' in record && typeof record['zh-CN'] === 'string')) {
    return [{ pointer, en: record['en'], zh: record['zh-CN'] }];
  }
  const twins = (record['x-zh-CN'] ?? {}) as Record<string, unknown>;
  const own = ['title', 'description']
    .filter((key) => typeof record[key] === 'string')
    .map((key) => ({ pointer: `${pointer}/${key}`, en: record[key], zh: twins[key] }));
  const below = Object.entries(record).filter(([key]) => !['x-zh-CN', 'defaults', 'default', 'examples'].includes(key));
  return [...own, ...below.flatMap(([key, item]) => texts(item, `${pointer}/${key}`))];
}

function isEnglish(words: unknown): boolean {
  return typeof words === 'string' && words.trim() !== '';
}

/** At least one Han character, unless the text is nothing but names, numbers and holes (`HTML`, `{/url}`). */
function isChinese(words: unknown): boolean {
  if (typeof words !== 'string' || words.trim() === '') return false;
  return /\p{Script=Han}/u.test(words) || !/[a-z]{4,}/.test(words.replaceAll(/\{[^}]*\}/g, ''));
}
