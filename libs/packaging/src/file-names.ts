import { PACKAGE_LIMITS } from './limits.js';
import { refusal } from './refusal.js';

/** npm puts everything into one folder of this name. */
const ROOT = 'package/';
/** Names that Windows takes for devices, with any ending. */
const DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])(\.|$)/i;

/**
 * The path of a file inside its package, without npm's folder. Throws `package.unsafe-path` for whatever could lead elsewhere on
 * some machine: absolute, `..`, backslashes, drive letters, control signs, names that file systems fold.
 */
export function safePath(raw: string): string {
  const path = raw.startsWith(ROOT) ? raw.slice(ROOT.length) : undefined;
  if (path === undefined || !isSafe(path))
    throw refusal(`The package contains the path ${JSON.stringify(raw.slice(0, 200))}, which is not safe to unpack.`, { code: 'package.unsafe-path', path: raw.slice(0, 200) }); // prettier-ignore
  return path;
}

function isSafe(path: string): boolean {
  if (path === '' || path.length > PACKAGE_LIMITS.pathLength || path !== path.normalize('NFC')) return false;
  // Printable ASCII and letters of the world; no control or formatting signs, none that are not seen, no separators of other systems.
  if (/[\\:*?"<>|\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(path)) return false;
  return path.split('/').every((part) => part !== '' && !/^\.{1,2}$|[. ]$/.test(part) && part !== '__proto__' && !DEVICES.test(part)); // prettier-ignore
}

/** Two files that one file system keeps apart and another takes for the same. */
export function collision(paths: Iterable<string>): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const folded = path.normalize('NFKC').toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) return [other, path];
    seen.set(folded, path);
  }
  for (const path of seen.keys()) {
    // A file where another path needs a folder.
    for (let i = path.indexOf('/'); i > 0; i = path.indexOf('/', i + 1)) {
      const folder = seen.get(path.slice(0, i));
      if (folder !== undefined) return [folder, seen.get(path)!]; // a key of this map
    }
  }
  return undefined;
}
