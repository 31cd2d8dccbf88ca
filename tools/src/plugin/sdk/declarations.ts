import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UnexpectedError } from '@sojourn/kernel';

const IMPORT = /(from\s+|import\()(['"])([^'"]+)\2/g;

/**
 * The type declarations that are reached from some entries, by their path in a package of their own: `types/<room>/...`. Imports of
 * other rooms become relative. Throws when one leads outside of the house: the package has no dependencies.
 */
export async function declarations(libs: string, entries: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const target = targetOf(libs, file);
    if (found.has(target)) continue;
    const text = (await readFile(file, 'utf8')).replaceAll(/^\/\/# sourceMappingURL=.*$/gm, '');
    found.set(target, ''); // a circle ends here
    const here = file;
    found.set(
      target,
      text.replaceAll(IMPORT, (_, before: string, quote: string, name: string) => {
        const source = sourceOf(libs, here, name);
        open.push(source);
        const relative = path.relative(path.dirname(target), targetOf(libs, source)).replaceAll(path.sep, '/');
        const specifier = relative.replace(/\.d\.ts$/, '.js');
        return `${before}${quote}${specifier.startsWith('.') ? specifier : `./${specifier}`}${quote}`;
      }),
    );
  }
  return found;
}

/** `libs/kernel/dist/schedule/index.d.ts` -> `types/kernel/schedule/index.d.ts`. */
export function targetOf(libs: string, file: string): string {
  const [room = '', , ...rest] = path.relative(libs, file).split(path.sep);
  return ['types', room, ...rest].join('/');
}

function sourceOf(libs: string, from: string, name: string): string {
  if (name.startsWith('.')) return path.resolve(path.dirname(from), name.replace(/\.js$/, '.d.ts'));
  const [, room, part] = /^@sojourn\/([^/]+)(?:\/(.+))?$/.exec(name) ?? [];
  if (room === undefined) {
    throw new UnexpectedError(`The SDK's types need ${name} (${from}): a package without dependencies cannot.`, {
      code: 'cli.sdk-not-closed',
    });
  }
  return path.join(libs, room, 'dist', part === undefined ? 'index.d.ts' : `${part}/index.d.ts`);
}
