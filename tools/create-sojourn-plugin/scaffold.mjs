/** Writes a new plugin out of the templates beside this file. Plain JavaScript: it is published as it stands. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const templates = path.join(path.dirname(fileURLToPath(import.meta.url)), 'templates');

export const KINDS = ['action', 'split', 'wait', 'trigger', 'transform', 'channel', 'reward', 'recommender', 'exit'];

/** Kinds that are one request and what its answers mean: only they go without code. */
export const DECLARATIVE_KINDS = ['action', 'channel', 'reward'];

/** What new plugins are written with: exact releases of @sojourn/plugin-sdk and @sojourn/plugin-cli. */
export const SDK = '1.0.0';
export const CLI = '0.1.0';

export const USAGE = `  DIR                 a folder that is not there yet, or is empty
  --kind KIND         ${KINDS.slice(0, 5).join(', ')},
                      ${KINDS.slice(5).join(', ')} (default: action)
  --name PUBLISHER.NAME   the plugin's id (default: acme. and the folder's name)
  --level LEVEL       package (default), or declarative: no code, for ${DECLARATIVE_KINDS.join(', ')}
  --package NAME      its name on npm (default: sojourn-plugin-PUBLISHER-NAME)`;

/** Reads the words of a call; throws an Error with what is wrong. */
export function readCall(args) {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kind: { type: 'string', default: 'action' },
      name: { type: 'string' },
      level: { type: 'string', default: 'package' },
      package: { type: 'string' },
    },
  });
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new Error('Name one folder for the new plugin.');
  return { folder, kind: values.kind, id: values.name, level: values.level, packageName: values.package };
}

/**
 * Makes the plugin and answers what was written. Nothing is written when anything is wrong with the call. `registry`: where what it
 * is written with comes from, when that is not where npm looks by itself.
 */
export function scaffold({ folder, kind = 'action', id, level = 'package', packageName, registry }) {
  const home = path.resolve(folder);
  const name = id ?? `acme.${idPart(path.basename(home))}`;
  check({ home, kind, name, level, packageName });
  const words = {
    __ID__: name,
    __PUBLISHER__: name.slice(0, name.indexOf('.')),
    __PACKAGE__: packageName ?? `sojourn-plugin-${name.replace('.', '-')}`,
    __SDK__: SDK,
    __CLI__: CLI,
  };
  const layers =
    level === 'declarative' ? ['base', 'base-declarative', `declarative-${kind}`] : ['base', 'base-package', kind];
  const manifest = JSON.parse(readFileSync(path.join(templates, layers[2], 'plugin.json'), 'utf8'));
  // Formatters take underscores in a heading for emphasis.
  words['{{TITLE}}'] = manifest.title.en;
  const files = layers.flatMap((layer) => copy(path.join(templates, layer), home, words));
  if (registry !== undefined) {
    files.push(path.join(home, '.npmrc'));
    writeFileSync(files.at(-1), `@sojourn:registry=${registry}\n`);
  }
  return { folder: home, id: name, kind, files: files.map((file) => path.relative(home, file)).sort() };
}

function check({ home, kind, name, level, packageName }) {
  if (!KINDS.includes(kind)) throw new Error(`--kind is ${kind}; give one of ${KINDS.join(', ')}.`);
  if (!['package', 'declarative'].includes(level)) throw new Error(`--level is ${level}; give package or declarative.`);
  if (level === 'declarative' && !DECLARATIVE_KINDS.includes(kind)) {
    throw new Error(
      `A plugin without code is one request and what its answers mean: ${DECLARATIVE_KINDS.join(', ')}. For the kind ${kind} leave --level out.`,
    );
  }
  if (!/^[a-z][a-z0-9-]{0,38}\.[a-z][a-z0-9-]{0,62}$/.test(name)) {
    throw new Error(
      `--name is ${name}; it is publisher.name: lower case letters, digits and "-", each part beginning with a letter, as acme.weather.`,
    );
  }
  if (name.startsWith('sojourn.'))
    throw new Error('The publisher "sojourn" is the product itself: take your own name.');
  if (packageName !== undefined && !/^(@[a-z0-9-][a-z0-9-._]*\/)?[a-z0-9-][a-z0-9-._]*$/.test(packageName)) {
    throw new Error(`--package is ${packageName}, which is no name for an npm package.`);
  }
  if (existsSync(home) && !statSync(home).isDirectory()) {
    throw new Error(`${home} is a file: name a folder that is not there yet.`);
  }
  if (existsSync(home) && readdirSync(home).length > 0) {
    throw new Error(`${home} is not empty: name a folder that is not there yet, or empty it.`);
  }
}

/** A folder's name as the second part of an id. */
function idPart(text) {
  const part = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^[^a-z]+|-+$/g, ''); // prettier-ignore
  return part.length < 2 ? 'plugin' : part.slice(0, 60);
}

/** One by one: asked for all at once, Node tries for ever where the system answers that a parent is not there (/proc). */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

function copy(from, to, words) {
  makeFolder(to);
  return readdirSync(from, { withFileTypes: true }).flatMap((entry) => {
    const source = path.join(from, entry.name);
    // npm renames a file of this name when it packs, so the template goes by another.
    const target = path.join(to, entry.name === 'gitignore' ? '.gitignore' : entry.name);
    if (entry.isDirectory()) return copy(source, target, words);
    const text = readFileSync(source, 'utf8').replaceAll(
      /__(ID|PUBLISHER|PACKAGE|SDK|CLI)__|\{\{TITLE\}\}/g,
      (hole) => words[hole],
    );
    writeFileSync(target, text);
    return [target];
  });
}
