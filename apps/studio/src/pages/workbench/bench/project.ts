import { projectGuide, projectTools, type PluginManifest } from '@sojourn/canvas';
import { darkPalette, lightPalette, type Palette } from '@sojourn/ui';
import type { WorkbenchRun } from '../../../api/workbench.js';

export interface ProjectParts {
  readonly plugin: PluginManifest;
  /** plugin.json as it was written. */
  readonly manifest: string;
  /** Undefined for a plugin without code. */
  readonly code: string | undefined;
  readonly node: string;
  readonly config: object;
  /** The last run: its contacts become tests. */
  readonly run: WorkbenchRun | undefined;
}

/** A project's files, path -> text; the same that `sojourn plugin create` makes. */
export function projectOf(parts: ProjectParts): ReadonlyMap<string, string> {
  const { plugin, manifest, code, node, config, run } = parts;
  const name = `sojourn-plugin-${plugin.id.replace('.', '-')}`;
  const fixtures = { node, config, items: (run?.contacts ?? []).flatMap(fixtureOf) };
  return new Map([
    ['package.json', json(packageOf(name, plugin, code !== undefined))],
    ['plugin.json', `${manifest.trimEnd()}\n`],
    ['README.md', readme(plugin, code !== undefined)],
    ['.gitignore', 'node_modules\ndist\n*.tgz\n*.key\n.sojourn\n'],
    ['icons/light.svg', icon(lightPalette)],
    ['icons/dark.svg', icon(darkPalette)],
    [`tests/fixtures/${node}.json`, json(fixtures)],
    ...(code === undefined
      ? []
      : ([
          ['src/index.ts', code],
          ['tsconfig.json', json(TSCONFIG)],
        ] as const)),
  ]);
}

/** Nobody's name, nobody's id: what the node reads, and what it decided. */
function fixtureOf({ input, verb, outcome, output }: WorkbenchRun['contacts'][number], index: number): object[] {
  if (verb !== 'to') return [];
  const { contact, at, variables } = input as { contact?: object; at?: number; variables?: object };
  return [
    {
      name: `contact ${index + 1}`,
      contact: { ...contact, id: index + 1 },
      at: new Date(at ?? 0).toISOString(),
      ...(variables && Object.keys(variables).length > 0 ? { variables } : {}),
      expect: { do: 'to', outcome, ...(Object.keys(output).length > 0 ? { output } : {}) },
    },
  ];
}

function packageOf(name: string, { title }: PluginManifest, hasCode: boolean): object {
  return {
    name,
    version: '0.1.0',
    description: title.en,
    keywords: ['sojourn-plugin'],
    license: 'UNLICENSED',
    type: 'module',
    files: ['plugin.json', ...(hasCode ? ['dist/plugin.js'] : []), 'icons', 'README.md', 'sojourn.signature.json'],
    ...projectTools({ hasCode, hasSpecs: false }),
  };
}

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  },
  include: ['src'],
};

function readme({ id, title }: PluginManifest, hasCode: boolean): string {
  return `# ${title.en}

A plugin for Sojourn: \`${id}\`, begun in the workbench.

${projectGuide({ hasCode, hasSpecs: false })}`;
}

function icon({ accentSoft, accent }: Palette): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24"><rect x="2" y="2" width="20" height="20" rx="6" fill="${accentSoft}"/><path d="M7 12h7m-3-4 4 4-4 4" fill="none" stroke="${accent}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>\n`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
