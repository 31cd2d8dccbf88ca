/**
 * The codes of our errors and where they are thrown, held against docs/errors.md.
 *
 *   node tools/checks/error-codes.mjs           lists codes without a line in docs/errors.md; exits 1 when there are any
 *   node tools/checks/error-codes.mjs --write   adds a line for each, with the message from the source, to be put into words
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const PAGE = path.join(root, 'docs/errors.md');

/** `code: 'room.what'`: an error, or an issue that a person is shown. */
const CODE = /\bcode: '([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+)'/g;
const KIND = /new (User|Operational|Unexpected)Error\(\s*(['"`])((?:(?!\2)[^\\]|\\.)*)\2/g;

/** Every code in the sources below `folders` (specs left out), once, with its first place. */
export function thrownCodes(folders = ['apps', 'libs', 'plugins', 'tools/src']) {
  const codes = new Map();
  for (const file of folders.flatMap((folder) => sources(path.join(root, folder)))) {
    const source = readFileSync(file, 'utf8');
    for (const found of source.matchAll(CODE)) {
      if (codes.has(found[1])) continue;
      const line = source.slice(0, found.index).split('\n').length;
      codes.set(found[1], {
        code: found[1],
        place: `${path.relative(root, file)}:${line}`,
        ...wordsBefore(source, found.index),
      });
    }
  }
  return [...codes.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** A code has its line when a table row of the page begins with it. */
export function documentedCodes() {
  if (!existsSync(PAGE)) return new Set();
  return new Set([...readFileSync(PAGE, 'utf8').matchAll(/^\| *`([^`]+)`/gm)].map((row) => row[1]));
}

export function undocumentedCodes() {
  const documented = documentedCodes();
  return thrownCodes().filter(({ code }) => !documented.has(code));
}

/** The error that is being made just before the code is named. */
function wordsBefore(source, end) {
  const last = [...source.slice(Math.max(0, end - 600), end).matchAll(KIND)].at(-1);
  return { kind: last?.[1] ?? '', message: (last?.[3] ?? '').replaceAll(/\$\{[^}]*\}/g, '…').replaceAll('|', '\\|') };
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sources(file);
    return /\.tsx?$/.test(entry.name) && !/\.spec\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

const HEAD = `# Errors

Every error has a stable code, \`room.what\`. A *user* error is yours to mend and says how; an *operational* one means that the
world around Sojourn failed (network, disk, database) and is tried again; an *unexpected* one is a bug: please report it.
`;

function write(missing) {
  let page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8').trimEnd() : HEAD.trimEnd();
  for (const { code, kind, message } of missing) {
    const room = code.split('.')[0];
    const row = `| \`${code}\` | ${kind.toLowerCase() || 'issue'} | ${message} |`;
    const heading = `## ${room}\n\n| code | kind | what happened, what to do |\n| --- | --- | --- |\n`;
    const at = page.indexOf(`## ${room}\n`);
    if (at < 0) page += `\n\n${heading}${row}`;
    else {
      const next = page.indexOf('\n\n## ', at);
      const end = next < 0 ? page.length : next;
      page = `${page.slice(0, end)}\n${row}${page.slice(end)}`;
    }
  }
  writeFileSync(PAGE, `${page}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = undocumentedCodes();
  if (process.argv.includes('--help'))
    console.log('node tools/checks/error-codes.mjs [--write]   codes without a line in docs/errors.md');
  else if (process.argv.includes('--write')) {
    write(missing);
    console.log(`docs/errors.md: ${missing.length} lines added`);
  } else {
    for (const { code, place, message } of missing) console.log(`${code}  ${place}  ${message}`);
    console.log(`${missing.length} of ${thrownCodes().length} codes have no line in docs/errors.md`);
    process.exitCode = missing.length === 0 ? 0 : 1;
  }
}
