import { describe, expect, it } from 'vitest';
import { generateKey } from './keys.js';
import { pack } from './pack.js';
import { readPackage } from './read-package.js';
import { sampleFiles, sampleManifest, signedFiles } from './sample.fixture.js';
import { isIntact } from './stored.js';

const key = generateKey();
const good = signedFiles(key.privateKey);
const read = async (files: ReadonlyMap<string, string>) => readPackage(await pack(files));
const refused = async (files: ReadonlyMap<string, string>): Promise<string> =>
  read(files).then(() => 'taken', ({ code }: { code: string }) => code); // prettier-ignore
const withJson = (change: Record<string, unknown>): Map<string, string> => {
  const files = sampleFiles();
  files.set('package.json', JSON.stringify({ ...JSON.parse(files.get('package.json')!), ...change }));
  return signedFiles(key.privateKey, files);
};
const withFile = (path: string, text: string): Map<string, string> => new Map([...good, [path, text]]);
const without = (path: string): Map<string, string> => new Map([...good].filter(([one]) => one !== path));

it('a signed package is read, and its hash is the same whatever packed it', async () => {
  const packed = await read(good);
  expect(packed).toMatchObject({ npm: { name: '@acme/weather' }, manifest: sampleManifest, code: 'var sojournPlugin = {};', signature: { key: { id: key.id } } }); // prettier-ignore
  expect(packed.hash).toMatch(/^[0-9a-f]{64}$/);
  const other = await read(signedFiles(generateKey().privateKey));
  expect(other.hash).toBe(packed.hash);
  expect(other.integrity).not.toBe(packed.integrity);
});

it('what is stored of it is known by its hash', async () => {
  const { hash, files, manifestText: manifest, code } = await read(good);
  const stored = { hash, files: JSON.stringify(files), manifest, code };
  expect(isIntact(stored)).toBe(true);
  expect(isIntact({ ...stored, code: `${code} ` })).toBe(false);
  expect(isIntact({ ...stored, code: null })).toBe(false);
  expect(isIntact({ ...stored, manifest: manifest.replace('Weather', 'Whether') })).toBe(false);
  expect(isIntact({ ...stored, files: '{"plugin.json":"sha256-x"}' })).toBe(false);
  expect(isIntact({ ...stored, files: 'broken' })).toBe(false);
});

it('a bundle with a byte order mark is stored as it was signed', async () => {
  const { hash, files, manifestText: manifest, code } = await read(signedFiles(key.privateKey, sampleFiles().set('dist/plugin.js', '\uFEFFvar sojournPlugin = {};'))); // prettier-ignore
  expect(isIntact({ hash, files: JSON.stringify(files), manifest, code })).toBe(true);
});

describe('refuses', () => {
  it.each([
    ['a file that was changed', withFile('dist/plugin.js', 'steal()'), 'package.file-changed'],
    ['a manifest that was changed', withFile('plugin.json', JSON.stringify({ ...sampleManifest, title: { en: 'x', 'zh-CN': 'x' } })), 'package.file-changed'], // prettier-ignore
    ['a file that was added', withFile('dist/more.js', 'x'), 'package.file-added'],
    ['a file that is gone', without('README.md'), 'package.file-gone'],
    ['no signature', without('sojourn.signature.json'), 'package.unsigned'],
    ['a signature that is none', withFile('sojourn.signature.json', '{"format":1}'), 'package.signature-unreadable'],
    ['a signature that is no JSON', withFile('sojourn.signature.json', '{'), 'package.bad-json'],
    ['a signature larger than any', withFile('sojourn.signature.json', JSON.stringify({ ...JSON.parse(good.get('sojourn.signature.json')!), more: 'x'.repeat(256 * 1024) })), 'package.too-large'], // prettier-ignore
    ['a bundle larger than the sandbox takes', signedFiles(key.privateKey, sampleFiles().set('dist/plugin.js', ' '.repeat(4 * 1024 * 1024 + 1))), 'package.too-large'], // prettier-ignore
    ['a manifest with a byte order mark', withFile('plugin.json', `\uFEFF${JSON.stringify(sampleManifest)}`), 'package.bad-json'], // prettier-ignore
    ['dependencies', withJson({ dependencies: { left: '1.0.0' } }), 'package.has-dependencies'],
    ['peers', withJson({ peerDependencies: { left: '1.0.0' } }), 'package.has-dependencies'],
    ['bundled ones', withJson({ bundleDependencies: true }), 'package.has-dependencies'],
    ['a script at installation', withJson({ scripts: { postinstall: 'x' } }), 'package.has-scripts'],
    ['a native build', signedFiles(key.privateKey, new Map([...sampleFiles(), ['binding.gyp', '{}']])), 'package.has-scripts'], // prettier-ignore
    ['a program', withJson({ bin: { a: 'dist/plugin.js' } }), 'package.has-programs'],
    ['two versions', withJson({ version: '1.0.1' }), 'package.two-versions'],
    ['a range for a version', withJson({ version: '^1.0.0' }), 'package.bad-version'],
    ['a name npm would not take', withJson({ name: '../x' }), 'package.bad-name'],
    ['a bundle that is not there', signedFiles(key.privateKey, new Map([...sampleFiles()].filter(([path]) => path !== 'dist/plugin.js'))), 'package.missing-file'], // prettier-ignore
    ['a manifest without nodes', signedFiles(key.privateKey, sampleFiles({ ...sampleManifest, nodes: [] })), 'package.bad-manifest'], // prettier-ignore
  ])('%s', async (_what, files, code) => expect(await refused(files)).toBe(code));

  it('a list signed by another key than the one it names', async () => {
    const signature = JSON.parse(good.get('sojourn.signature.json')!);
    const { id, publicKey } = generateKey();
    const forged = { ...signature, key: { id, publicKey } };
    expect(await refused(withFile('sojourn.signature.json', JSON.stringify(forged)))).toBe('package.signature-wrong');
    const renamed = { ...signature, key: { id, publicKey: key.publicKey } };
    expect(await refused(withFile('sojourn.signature.json', JSON.stringify(renamed)))).toBe('package.signature-wrong');
  });

  it('a signature of another version', async () => {
    const files = sampleFiles({ ...sampleManifest, version: '1.0.1' });
    files.set('sojourn.signature.json', good.get('sojourn.signature.json')!);
    // What is said in another language than the thrown one is filled from the details.
    await expect(read(files)).rejects.toMatchObject({ code: 'package.signed-for-another', details: { plugin: sampleManifest.id, version: '1.0.1' } }); // prettier-ignore
  });

  it('an icon with a script in it', async () => {
    const icons = { light: 'icon.svg', dark: 'icon.svg' };
    const files = sampleFiles({ ...sampleManifest, icons });
    files.set('icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>');
    expect(await refused(signedFiles(key.privateKey, files))).toBe('package.bad-icon');
    files.set('icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>');
    expect(await refused(signedFiles(key.privateKey, files))).toBe('taken');
  });
});
