import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sourceIn } from '../build/guest-library.js';

/** What plugins are bundled with: what their code imports, what a bundle carries, what interprets nodes without code. */
const ENTRIES = [
  'plugin-sdk/src/engine.ts',
  'plugin-sdk/src/guest.ts',
  'plugin-sdk/src/index.ts',
  'plugin-sdk/src/declarative/declarative-node.ts',
  'plugin-sdk/src/testing/watched.ts',
];

const IMPORT = /(?:from\s+|import\s+|import\()(['"])([^'"]+)\1/g;

/**
 * The sources of the rooms that plugins are bundled with, by their path in the npm package: `library/<room>/...`. They go as they
 * are, with what the bundler asks of their package.json and tsconfig.json: so the package gives the bytes that the checkout gives.
 */
export async function libraryFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const libs = path.join(root, 'libs');
  const files = new Map<string, string>();
  const open = ENTRIES.map((entry) => path.join(libs, entry));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const name = path.relative(libs, file).split(path.sep).join('/');
    if (files.has(name)) continue;
    const text = await readFile(file, 'utf8');
    files.set(name, text);
    for (const [, , id = ''] of text.matchAll(IMPORT)) {
      const next = id.startsWith('.')
        ? path.resolve(path.dirname(file), id.replace(/\.js$/, '.ts'))
        : sourceIn(libs, id);
      if (next !== null) open.push(next);
    }
  }
  for (const room of new Set([...files.keys()].map((name) => name.split('/')[0] ?? ''))) {
    files.set(`${room}/package.json`, await packageOf(path.join(libs, room, 'package.json')));
  }
  files.set('tsconfig.json', await readFile(path.join(root, 'tsconfig.base.json'), 'utf8'));
  return new Map([...files].map(([name, text]) => [`library/${name}`, text]));
}

/** Without what only npm and the compiler read. */
async function packageOf(file: string): Promise<string> {
  const { name, type, sideEffects, exports } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  return `${JSON.stringify({ name, type, sideEffects, exports }, null, 2)}\n`;
}
