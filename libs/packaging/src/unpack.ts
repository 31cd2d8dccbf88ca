import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { collision, safePath } from './file-names.js';
import { PACKAGE_LIMITS } from './limits.js';
import { refusal } from './refusal.js';

const inflate = promisify(gunzip);
/** Headers and padding: up to two blocks for each file, its long name, and the end. */
const TAR_OVERHEAD = PACKAGE_LIMITS.files * 4 * 512 + 64 * 1024;
const FILES = new Set(['File', 'OldFile', 'ContiguousFile']);

/**
 * The files of an npm package (`.tgz`), by their path inside it. Nothing touches a disk. Throws UserError `package.*` for
 * whatever a package has no need of: links, devices, paths that lead out, two files of one name, too much of anything.
 */
export async function unpack(packed: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  if (packed.length > PACKAGE_LIMITS.packedBytes) throw packageTooLarge();
  const archive = await inflated(packed);
  // The parser would go on to unpack what is compressed twice.
  if (archive.length < 1024 || archive.toString('latin1', 257, 262) !== 'ustar') throw notAPackage();
  const files = readEntries(archive);
  const twins = collision(files.keys());
  if (twins)
    throw refusal(`The package contains both ${twins[0]} and ${twins[1]}: some systems take them for one.`, { code: 'package.duplicate-file', path: twins[1] }); // prettier-ignore
  return files;
}

async function inflated(packed: Uint8Array): Promise<Buffer> {
  try {
    return await inflate(packed, { maxOutputLength: PACKAGE_LIMITS.unpackedBytes + TAR_OVERHEAD });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge('unpacked', PACKAGE_LIMITS.unpackedBytes); // prettier-ignore
    throw notAPackage(error);
  }
}

/** The whole archive is in memory, so the parser is done when `end` returns. */
function readEntries(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let fault: unknown;
  let total = 0;
  let folders = 0;
  const parser = new Parser({ strict: true, maxMetaEntrySize: 64 * 1024 });
  const take = (entry: ReadEntry): void => {
    if (entry.type === 'Directory' || entry.type === 'GNUDumpDir') {
      safePath(entry.path.replace(/^(package)\/?$/, '$1/.folder').replace(/\/+$/, ''));
      if (++folders > PACKAGE_LIMITS.files) throw tooMany();
      entry.resume();
      return;
    }
    if (!FILES.has(entry.type))
      throw refusal(`The package contains ${entry.path.slice(0, 200)}, which is no file but a ${entry.type}. Pack plain files only.`, { code: 'package.unsafe-entry', path: entry.path.slice(0, 200), type: entry.type }); // prettier-ignore
    const path = safePath(entry.path);
    if (files.has(path)) throw refusal(`The package contains ${path} twice.`, { code: 'package.duplicate-file', path });
    if (files.size === PACKAGE_LIMITS.files) throw tooMany();
    total += entry.size;
    if (total > PACKAGE_LIMITS.unpackedBytes) throw tooLarge('unpacked', PACKAGE_LIMITS.unpackedBytes);
    const chunks: Buffer[] = [];
    files.set(path, Buffer.alloc(0));
    entry.on('data', (chunk: Buffer) => void chunks.push(chunk));
    entry.on('end', () => void files.set(path, Buffer.concat(chunks)));
  };
  parser.on('entry', (entry: ReadEntry) => {
    try {
      if (fault === undefined) take(entry);
    } catch (error) {
      fault = error;
    }
    if (fault !== undefined) entry.resume();
  });
  // Entries the parser cannot make sense of are not passed over.
  parser.on('ignoredEntry', (entry: ReadEntry) => {
    fault ??= refusal(`The package contains an entry of an unknown kind (${entry.path.slice(0, 200)}).`, { code: 'package.unsafe-entry', path: entry.path.slice(0, 200), type: entry.type }); // prettier-ignore
  });
  parser.on('error', (error: Error) => void (fault ??= notAPackage(error)));
  parser.on('abort', (error: Error) => void (fault ??= notAPackage(error)));
  let ended = false;
  parser.on('end', () => void (ended = true));
  try {
    parser.end(archive);
  } catch (error) {
    fault ??= notAPackage(error);
  }
  if (fault !== undefined) throw fault;
  if (!ended) throw notAPackage();
  return files;
}

/** What is said of a file that is larger than any package. */
export const packageTooLarge = (): Error => tooLarge('packed', PACKAGE_LIMITS.packedBytes);

const tooMany = (): Error =>
  refusal(`The package contains more than ${PACKAGE_LIMITS.files} files.`, { code: 'package.too-many-files', limit: PACKAGE_LIMITS.files }); // prettier-ignore

function tooLarge(what: 'packed' | 'unpacked', limit: number): Error {
  const limitMb = Math.floor(limit / 1024 / 1024);
  return refusal(`The package is larger than ${limitMb} MB ${what}. Leave out what the plugin does not need to run.`, { code: 'package.too-large', limitMb, what }); // prettier-ignore
}

function notAPackage(cause?: unknown): Error {
  return Object.assign(
    refusal('This is not an npm package: a .tgz as `npm pack` makes it is expected.', {
      code: 'package.not-a-package',
    }),
    cause === undefined ? {} : { cause },
  );
}
