import { projectGuide, projectTools } from '@sojourn/plugin-sdk';
import { manifestFile } from './manifest-file.js';
import type { Promotion } from './promotion.js';
import { fileOf, identifierOf, indexFile, nodeFile, RESULT_FILE, scriptFile } from './source-files.js';

const PARTS = { hasCode: true, hasSpecs: true };

/** The project of a promoted script, path -> text; the same files that `sojourn plugin create` makes. Pure. */
export function projectFiles(promotion: Promotion): ReadonlyMap<string, string> {
  const { name, fixtures } = promotion;
  return new Map([
    ['package.json', json(packageOf(promotion))],
    ['plugin.json', json(manifestFile(promotion))],
    ['tsconfig.json', json(TSCONFIG)],
    ['.gitignore', GITIGNORE],
    ['README.md', readme(promotion)],
    ['icons/light.svg', icon('#e6f0ff', '#1d4ed8')],
    ['icons/dark.svg', icon('#1e2a44', '#9db8ff')],
    ['src/index.ts', indexFile(promotion)],
    [`src/${fileOf(name)}.ts`, nodeFile(promotion)],
    ['src/script.ts', scriptFile(promotion)],
    ['src/result.ts', RESULT_FILE],
    [`tests/fixtures/${name}.json`, json({ node: name, config: {}, items: fixtures })],
    [`tests/${name}.spec.ts`, spec(promotion)],
  ]);
}

function packageOf({ publisher, name, title }: Promotion): object {
  return {
    name: `sojourn-plugin-${publisher}-${name}`,
    version: '0.1.0',
    description: title.en,
    keywords: ['sojourn-plugin'],
    license: 'UNLICENSED',
    type: 'module',
    files: ['plugin.json', 'dist/plugin.js', 'icons', 'README.md', 'sojourn.signature.json'],
    ...projectTools(PARTS),
  };
}

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  },
  include: ['src'],
};

const GITIGNORE = `node_modules
dist
*.tgz
# The private key signs what you publish: it belongs to you alone.
*.key
.sojourn
`;

function icon(ground: string, line: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24"><rect x="2" y="2" width="20" height="20" rx="6" fill="${ground}"/><path d="m9 8-4 4 4 4m6-8 4 4-4 4" fill="none" stroke="${line}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>\n`;
}

function spec({ name }: Promotion): string {
  const own = identifierOf(name);
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeManifestOf, type PluginManifest } from '@sojourn/plugin-sdk';
import { driver, visit } from '@sojourn/plugin-sdk/testing';
import manifest from '../plugin.json' with { type: 'json' };
import { ${own} } from '../src/${fileOf(name)}.ts';

// The compiler sees only widened texts in a JSON file; "plugin check" holds it to its schema.
const node = driver(nodeManifestOf(manifest as unknown as PluginManifest, '${name}'), ${own});

// What the script decided on the canvas stands in tests/fixtures: "plugin test" runs it in the sandbox of production.
test('every contact leaves by a declared way', async () => {
  const [decision] = await node.later({}, [visit()]);
  assert.equal(decision?.do, 'to');
  assert.ok(decision?.do === 'to' && node.outcomes({}).includes(decision.outcome));
});
`;
}

function readme({ publisher, name, title }: Promotion): string {
  return `# ${title.en}

A plugin for Sojourn, made of a code node: \`${publisher}.${name}\`.

- \`src/script.ts\` is the script as it stood on the canvas, \`src/${fileOf(name)}.ts\` the node around it: the script is handed the same, and what it returns means the same.
- \`tests/fixtures/\` holds the contacts it was tried on and what it decided for them.
- \`plugin.json\` says what the node reads. Take away what it does not need.

"plugin test" names the ways out that no contact takes: add one for each.

What differs from the code node: chance (\`Math.random\`) draws other numbers, though the same ones at every attempt; the limit of time is for a whole batch; and the code runs in strict mode.

${projectGuide(PARTS)}`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
