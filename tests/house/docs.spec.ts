import { existsSync } from 'node:fs';
import path from 'node:path';
import { configurationTable } from '@sojourn/engine';
import { describe, expect, it } from 'vitest';
import { keep } from './kept.js';
import { filesBelow, inRoot, json, plugins, text } from './packages.js';

const guides = filesBelow('docs').filter((file) => file.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...guides];

describe.each(pages)('%s', (page) => {
  it('links to what is there', () => {
    const links = [...prose(page).matchAll(/\]\(([^()\s]+)\)/g)].map((found) => found[1] ?? '');
    expect(links.filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(page, link))).toEqual([]);
  });

  it('names npm commands that exist', () => {
    const { scripts } = json('package.json') as { scripts: Record<string, string> };
    // What a plugin's own folder has.
    const ofPlugins = json('tools/create-sojourn-plugin/templates/base-package/package.json') as { scripts: object };
    const known = new Set([
      ...Object.keys(scripts),
      ...Object.keys(ofPlugins.scripts),
      'ci',
      'install',
      'create',
      'publish',
      'pack',
    ]);
    const named = [...text(page).matchAll(/(?:^|`)(?:\w+=\S+ )*npm (?:run )?(?:-s )?([a-z][\w-]*)/gm)].map(
      (found) => found[1] ?? '',
    );
    expect(named.filter((command) => !known.has(command))).toEqual([]);
  });

  it('names commands of the command line that exist', () => {
    const words = filesBelow('tools/src/cli').flatMap((file) => [...text(file).matchAll(/^ {2}name: '([\w-]+)'/gm)]);
    const known = new Set([...words.map((found) => found[1]), 'COMMAND']);
    const named = [...text(page).matchAll(/\bsojourn -- ([\w-]+)/g)].map((found) => found[1]);
    expect(named.filter((command) => !known.has(command))).toEqual([]);
  });

  it('names environment variables that exist', () => {
    const read = ['apps', 'libs', 'tools', 'tests', 'Dockerfile', 'compose.yaml'].map(sourceText).join('\n');
    const named = new Set([...text(page).matchAll(/\bSOJOURN_[A-Z_]+\b/g)].map(([name]) => name));
    expect([...named].filter((name) => !read.includes(name))).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  it(`has the engine's own table; SOJOURN_TEST_WRITE_DOCS=1 writes it`, () => {
    keep('docs/configuration.md', 'configuration', configurationTable());
  });
});

describe('docs/api.md', () => {
  it('has every operation of the OpenAPI document; SOJOURN_TEST_WRITE_DOCS=1 writes them', () => {
    keep('docs/api.md', 'operations', operationTables());
  });
});

describe('docs/errors.md', () => {
  // tools/checks/error-codes.mjs finds `code: '...'`; these are handed to a helper instead.
  it('has a line for every issue of a drawing and every refusal of an event or a sign-in', () => {
    const rooms = 'ingest|session|document|entry|exit|node|edge|graph|condition|config|content|manifest';
    const code = new RegExp(`['"]((?:${rooms})\\.[a-z][a-z-]*)['"]`, 'g');
    const outcomes = new Set(['entry.entered']); // an outcome of a node, not a code
    const thrown = ['apps/engine/src', 'libs']
      .flatMap(filesBelow)
      .filter((file) => /\.ts$/.test(file) && !/\.spec\.ts$|\/testing/.test(file))
      .flatMap((file) => [...text(file).matchAll(code)].map((found) => found[1] ?? ''));
    const page = text('docs/errors.md');
    expect([...new Set(thrown)].filter((one) => !outcomes.has(one) && !page.includes(`| \`${one}\``))).toEqual([]);
  });

  it('is what the other pages mean when they name a code', () => {
    const rooms = new Set([...text('docs/errors.md').matchAll(/^## (\S+)$/gm)].map((found) => found[1]));
    const known = text('docs/errors.md');
    const unknown = guides.flatMap((page) =>
      [...text(page).matchAll(/`(([a-z-]+)\.[a-z]+-[a-z-]+)`/g)]
        .filter(([, code, room]) => rooms.has(room) && !known.includes(`| \`${code}\``))
        .map(([, code]) => `${page}: ${code}`),
    );
    expect(unknown).toEqual([]);
  });
});

/** Bold words of these pages are those a reader must find on the screen. */
describe.each([
  ['docs/first-journey.md', 'en'],
  ['docs/快速开始.md', 'zh-CN'],
] as const)('%s', (page, language) => {
  it('says the words of the screen', () => {
    const shown = wordsOfTheScreen(language);
    const named = [...prose(page).matchAll(/\*\*([^*]+)\*\*/g)].flatMap((found) => (found[1] ?? '').split(/\s*→\s*/));
    expect(named).not.toEqual([]);
    expect([...new Set(named)].filter((words) => !shown.some((pattern) => pattern.test(words)))).toEqual([]);
  });
});

/** A page without its code blocks. */
function prose(page: string): string {
  return text(page).replaceAll(/^```[\s\S]*?^```$/gm, '');
}

function leadsSomewhere(page: string, link: string): boolean {
  const [file = '', anchor] = decodeURI(link).split('#');
  const target = file === '' ? page : path.join(path.dirname(page), file);
  if (!existsSync(inRoot(target))) return false;
  return anchor === undefined || headings(target).includes(anchor);
}

/** Headings as GitHub makes anchors of them. */
function headings(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map((found) =>
    (found[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function sourceText(place: string): string {
  if (/\.|file$/.test(place)) return text(place);
  return filesBelow(place)
    .filter((file) => /\.(ts|tsx|mjs|html)$/.test(file))
    .map((file) => text(file))
    .join('\n');
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary: string;
  readonly 'x-access'?: string;
}

function operationTables(): string {
  const { paths } = json('apps/studio/src/api/openapi.json') as { paths: Record<string, Record<string, Operation>> };
  const rooms = new Map<string, string[]>();
  for (const [address, operations] of Object.entries(paths)) {
    for (const [method, { tags, summary, 'x-access': access = '' }] of Object.entries(operations)) {
      const room = tags?.[0] ?? 'other';
      const row = `| \`${method.toUpperCase()} ${address}\` | ${summary} | ${access} |`;
      rooms.set(room, [...(rooms.get(room) ?? []), row]);
    }
  }
  return [...rooms]
    .map(([room, rows]) => `### ${room}\n\n| operation | does | who |\n| --- | --- | --- |\n${rows.join('\n')}`)
    .join('\n\n');
}

/** Every text of the studio, the canvas and the plugins in one language, as a pattern with its holes open. */
function wordsOfTheScreen(language: 'en' | 'zh-CN'): RegExp[] {
  const locales = [`apps/studio/src/locales/${language}.json`, `apps/studio/src/locales/editor.${language}.json`];
  const manifests = plugins().map((folder) => JSON.stringify(json(folder, 'plugin.json')));
  const canvas = text(`libs/canvas/src/texts/${language}.ts`);
  const texts = [
    ...locales.flatMap((file) => leaves(json(file))),
    ...manifests.flatMap((manifest) => leaves(JSON.parse(manifest))),
    '+', // the button at the end of an outcome
    ...[...canvas.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map((found) => found[1] ?? ''),
  ];
  // A text that is nothing but holes would fit everything.
  return texts.filter((one) => one === '+' || /\p{L}/u.test(one.replaceAll(HOLE, ''))).map(asPattern);
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

const HOLE = /\{\{[^}]*\}\}|\{[^}]*\}|#/g;

function asPattern(words: string): RegExp {
  const parts = words.split(HOLE).map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.{1,40}')}$`);
}
