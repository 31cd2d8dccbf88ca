import { gzipSync } from 'node:zlib';
import { Header, type HeaderData } from 'tar';
import { expect, it } from 'vitest';
import { PACKAGE_LIMITS } from './limits.js';
import { pack } from './pack.js';
import { unpack } from './unpack.js';

type Entry = HeaderData & { readonly content?: Buffer | string };

/** An archive of just these entries, as no honest packer would write it. */
function archive(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ content = '', ...data }) => {
    const bytes = Buffer.from(content);
    const header = new Header({ mode: 0o644, type: 'File', mtime: new Date(0), size: bytes.length, ...data });
    header.encode();
    return [header.block!, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]; // encode makes the block
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
const refused = (packed: Uint8Array): Promise<string> =>
  unpack(packed).then(() => 'taken', ({ code }: { code: string }) => code ?? 'broke'); // prettier-ignore
const told = (entries: readonly Entry[]): Promise<string> => refused(gzipSync(archive(entries)));
const pax = (records: Record<string, string>): Entry => {
  const lines = Object.entries(records).map(([name, value]) => {
    const rest = ` ${name}=${value}\n`;
    let length = rest.length + 2;
    while (`${length}${rest}`.length !== length) length++;
    return `${length}${rest}`;
  });
  return { path: 'PaxHeader/x', type: 'ExtendedHeader', content: lines.join('') };
};

it('plain files come out as they went in', async () => {
  const files = new Map([
    ['a.txt', 'ä'],
    ['dist/b.js', 'x'.repeat(2_000)],
    ['empty', ''],
  ]);
  const found = await unpack(await pack(files));
  expect(new Map([...found].map(([path, bytes]) => [path, bytes.toString()]))).toEqual(files);
});

it('folders are passed over', async () =>
  expect(await told([{ path: 'package/', type: 'Directory' }, { path: 'package/dist/', type: 'Directory' }, { path: 'package/a', content: 'x' }])).toBe('taken')); // prettier-ignore

it.each([
  ['/etc/passwd', 'an absolute path'],
  ['package/../../etc/passwd', 'a way up'],
  ['../package/x', 'a way up at once'],
  ['package/..', 'the folder above'],
  ['package/./x', 'a dot'],
  ['package//x', 'an empty part'],
  ['package\\..\\x', 'backslashes'],
  ['package/a\\b', 'a backslash inside'],
  ['package/C:x', 'a drive'],
  ['package/nul.txt', 'a device of Windows'],
  ['package/a ', 'a blank at the end'],
  ['package/a.', 'a dot at the end'],
  ['package/__proto__/x', 'a trap for programs'],
  ['package/a\u202egnp.js', 'a sign that turns writing around'],
  ['package/e\u0301', 'a letter in two pieces'],
  ['package/plugin\u3164.json', 'a letter that is not seen'],
  ['package/COM\u00b9.js', 'a device of Windows in small figures'],
  ['other/x', 'another folder'],
])('%j is refused: %s', async (path) => expect(await told([{ path, content: 'x' }])).toBe('package.unsafe-path'));

it('a path that a later header slips in is looked at as well', async () => {
  expect(await told([pax({ path: 'package/../../x' }), { path: 'package/a', content: 'x' }])).toBe(
    'package.unsafe-path',
  );
  expect(await told([pax({ path: `package/${'a/'.repeat(150)}x` }), { path: 'package/a', content: 'x' }])).toBe('package.unsafe-path'); // prettier-ignore
});

it.each(['SymbolicLink', 'Link', 'CharacterDevice', 'BlockDevice', 'FIFO'] as const)('a %s is refused', async (type) =>
  expect(await told([{ path: 'package/x', type, ...(/Link/.test(type) && { linkpath: '/etc/passwd' }) }])).toBe(
    'package.unsafe-entry',
  ),
);

it('two files of one name are refused, and names that some systems take for one', async () => {
  expect(await told([{ path: 'package/a', content: '1' }, { path: 'package/a', content: '2' }])).toBe('package.duplicate-file'); // prettier-ignore
  expect(await told([{ path: 'package/Plugin.json' }, { path: 'package/plugin.json' }])).toBe('package.duplicate-file');
  expect(await told([{ path: 'package/dist' }, { path: 'package/dist/x' }])).toBe('package.duplicate-file');
  expect(await told([{ path: 'package/\uFB01le' }, { path: 'package/file' }])).toBe('package.duplicate-file');
});

it('too many files are refused', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => ({ path: `package/f${i}`, content: 'x' }));
  expect(await told(many(PACKAGE_LIMITS.files))).toBe('taken');
  expect(await told(many(PACKAGE_LIMITS.files + 1))).toBe('package.too-many-files');
  const folders = Array.from({ length: PACKAGE_LIMITS.files + 1 }, (): Entry => ({ path: 'package/d/', type: 'Directory' })); // prettier-ignore
  expect(await told(folders)).toBe('package.too-many-files');
});

it('a bomb is not unpacked to its end', async () => {
  const before = process.memoryUsage().rss;
  const bomb = gzipSync(Buffer.alloc(400 * 1024 * 1024));
  expect(bomb.length).toBeLessThan(PACKAGE_LIMITS.packedBytes);
  const grown = process.memoryUsage().rss - before;
  expect(await refused(bomb)).toBe('package.too-large');
  expect(process.memoryUsage().rss - before - grown).toBeLessThan(200 * 1024 * 1024);
});

it('one file that is too large is refused, and a size that lies', async () => {
  expect(await told([{ path: 'package/a', content: Buffer.alloc(PACKAGE_LIMITS.unpackedBytes + 1) }])).toBe('package.too-large'); // prettier-ignore
  expect(await told([{ path: 'package/a', content: 'x', size: 8_000_000_000 }])).toMatch(/^package\./);
  expect(await told([pax({ size: '99999999999' }), { path: 'package/a', content: 'x' }])).toMatch(/^package\./);
});

it('more bytes than a package may have are not even looked at', async () =>
  expect(await refused(Buffer.alloc(PACKAGE_LIMITS.packedBytes + 1))).toBe('package.too-large'));

it.each([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('hello')],
  ['a gzip of a text', gzipSync('hello')],
  ['a gzip that is cut short', gzipSync(archive([{ path: 'package/a', content: 'x'.repeat(5_000) }])).subarray(0, 60)],
  ['an archive that is cut short', gzipSync(archive([{ path: 'package/a', content: 'x'.repeat(5_000) }]).subarray(0, 2_000))], // prettier-ignore
  ['an archive that is compressed twice', gzipSync(gzipSync(archive([{ path: 'package/a', content: 'x' }])))],
  ['a broken checksum', gzipSync(((bytes) => (bytes.write('zzz', 0), bytes))(archive([{ path: 'package/a', content: 'x' }])))], // prettier-ignore
])('%s is no package', async (_what, bytes) => expect(await refused(bytes)).toBe('package.not-a-package'));
