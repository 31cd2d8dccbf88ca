import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  bundle,
  bundleEngine,
  outside,
  packCli,
  packCreate,
  packSdk,
  pluginCommand,
  readProject,
  serveInstalled,
  signIn,
  startLocalEngine,
  startRegistry,
  type InstalledPackages,
  type LocalEngine,
  type Outside,
  type OutsideEnd,
  type PrivateRegistry,
  type Session,
} from '@sojourn/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * A developer without the product's sources: a folder below which no checkout lies, the Node and npm of the system, a registry, and
 * the address of an engine that runs. What others have written comes from this checkout's node_modules, over the registry.
 */
let home: string;
let folder: string;
let installed: InstalledPackages;
let registry: PrivateRegistry;
let engine: LocalEngine;
let owner: Session;
let key: string;
let there: Outside;
let checkoutHash: string;

beforeAll(async () => {
  home = await realpath(await mkdtemp(path.join(tmpdir(), 'sojourn-outside-')));
  folder = path.join(home, 'tiers');
  installed = await serveInstalled();
  registry = await startRegistry({ uplink: installed.url });
  await writeFile(path.join(home, 'npmrc'), `registry=${registry.url}\n//127.0.0.1:${registry.port}/:_authToken=${registry.token}\n`); // prettier-ignore
  // The same plugin in another folder, bundled at the same moment: in the repository one may be at work.
  await pluginCommand.run(['create', path.join(home, 'checkout/tiers'), '--kind', 'transform', '--name', 'acme.tiers']);
  checkoutHash = (await bundle(await readProject(path.join(home, 'checkout/tiers'))))!.hash; // it has code
  for (const pack of [packCli, packSdk, packCreate]) {
    const { name, bytes } = await pack();
    const file = path.join(home, `${name.replaceAll(/\W/g, '-')}.tgz`);
    await writeFile(file, bytes);
    await registry.npm(['publish', file, '--access', 'public'], { cwd: home });
  }
  const dataDir = path.join(home, 'engine');
  await mkdir(dataDir);
  engine = await startLocalEngine({
    dataDir,
    program: await bundleEngine('standalone', []),
    env: { SOJOURN_PLUGIN_DEV: 'on', SOJOURN_PLUGIN_REGISTRY: registry.url },
  });
  owner = await signIn(engine.url, engine.token!); // nobody has set a password
  key = await newKey('secret');
  there = await outside(home);
}, 180_000);
afterAll(async () => {
  await engine?.stop();
  await registry?.stop();
  await installed?.stop();
  await rm(home, { recursive: true, force: true });
});

async function newKey(kind: 'secret' | 'write'): Promise<string> {
  return (await owner.send<{ key: string }>('POST', '/api/api-keys', { name: kind, kind })).key;
}

/** Runs it in the plugin's folder and answers what it prints; throws with everything when it fails. */
async function ok(program: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await there.run(program, args, { cwd: folder });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${out}\n${err}`);
  return out;
}
const cli = (...args: string[]): Promise<string> => ok('npx', 'sojourn-plugin', ...args);
const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await cli(...args, '--json')) as T;

const bin = (): string => path.join(folder, 'node_modules/@sojourn/plugin-cli/bin/sojourn-plugin.mjs');
const LONG = { timeout: 120_000 };

describe('without the product’s sources', () => {
  it('npm create makes a project that names exact releases, and npm installs it', LONG, async () => {
    for (let above = home; above !== path.dirname(above); above = path.dirname(above)) {
      await expect(readFile(path.join(above, 'nx.json')), above).rejects.toThrow();
    }
    const made = await there.run('npm', ['create', '--yes', 'sojourn-plugin', 'tiers', '--', '--kind', 'transform', '--name', 'acme.tiers']); // prettier-ignore
    expect(made.out, made.err).toMatch(/Made acme\.tiers .*\n[\s\S]*npm install && npm test/);
    const { devDependencies, scripts } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    expect(devDependencies).toMatchObject({ '@sojourn/plugin-cli': expect.stringMatching(/^\d+\.\d+\.\d+$/), '@sojourn/plugin-sdk': expect.stringMatching(/^\d+\.\d+\.\d+$/) }); // prettier-ignore
    expect(Object.keys(scripts).sort()).toEqual(['build', 'check', 'dev', 'release', 'test']);
    await ok('npm', 'install');
  });

  it('what npm create was told of a registry, npm install finds, too', LONG, async () => {
    await writeFile(path.join(home, 'bare-npmrc'), '');
    const env = { npm_config_userconfig: path.join(home, 'bare-npmrc') };
    const made = await there.run('npm', ['create', '--yes', '--registry', registry.url, 'sojourn-plugin', 'other', '--', '--level', 'declarative'], { env }); // prettier-ignore
    expect(made.code, made.err).toBe(0);
    expect(await readFile(path.join(home, 'other/.npmrc'), 'utf8')).toBe(`@sojourn:registry=${registry.url}/\n`);
  });

  it('npm test runs it in the sandbox of production, whatever Node the system has', LONG, async () => {
    const said = await ok('npm', 'test');
    expect(said).toMatch(/All passed/);
    expect(said).toMatch(/pass 1\n/);
    // Node 20 or 22 here, Node 24 in a container of Node 24: told, because it is the point of it.
    console.log(`Started by Node ${there.nodeVersion}; the tests of this repository by ${process.versions.node}.`);
  });

  it('builds the bytes that the checkout builds', LONG, async () => {
    expect(await ok('npm', 'run', 'check')).toMatch(/In order\./);
    const built = await json<{ hash: string }>('build');
    expect(built.hash).toBe(checkoutHash);
  });

  it('signs, publishes, verifies, and an engine takes it from the registry', LONG, async () => {
    const { id } = await json<{ id: string }>('keygen');
    await cli('sign');
    expect(await cli('verify', '.')).toMatch(/acme\.tiers 0\.1\.0 .*: in order/);
    expect(await ok('npm', 'run', 'release')).toMatch(/Published sojourn-plugin-acme-tiers@0\.1\.0/);
    const { hash } = await json<{ hash: string }>('verify', 'sojourn-plugin-acme-tiers@0.1.0');
    const staged = await owner.send('POST', '/api/plugins/inspect', { name: 'sojourn-plugin-acme-tiers', version: '0.1.0' }); // prettier-ignore
    expect(staged).toMatchObject({ staged: hash, key: { id, known: false }, warnings: [] });
  });

  it('compares with what is published, and publishes no version twice', LONG, async () => {
    const diff = await there.run('npx', ['sojourn-plugin', 'diff', 'sojourn-plugin-acme-tiers@0.1.0', '.'], { cwd: folder }); // prettier-ignore
    expect(diff).toMatchObject({ code: 1, out: expect.stringMatching(/0\.1\.0 -> 0\.1\.0 is too little/) });
    const again = await there.run('npm', ['run', '-s', 'release'], { cwd: folder });
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/Not published: "plugin diff" is not content/) });
  });

  it('replays a recording of production', LONG, async () => {
    const item = { runId: 1, visit: 1, at: 0, arrivedAt: 0, timeZone: 'UTC', contact: { id: 1, attributes: { points: 700 } }, variables: {}, wake: { kind: 'arrived' }, history: {} }; // prettier-ignore
    const input = { node: 'tier', nodeId: 'a', config: { points: 'points', silver: 100, gold: 500 }, items: [{ key: 7, ...item }] }; // prettier-ignore
    const recording = { format: 1, entry: 'execute', input, calls: [], log: [], faults: [{ key: 7, message: 'It hung.' }], at: 0, seed: 's' }; // prettier-ignore
    await writeFile(path.join(home, 'recording.json'), JSON.stringify({ recording }));
    expect(await cli('replay', '../recording.json')).toMatch(/then: It hung\.\n +now: .*"gold"/);
  });

  it('dev puts it on a canvas of an engine that runs, and again after a change, until it is ended', LONG, async () => {
    const dev = there.start('node', [bin(), 'dev', '--engine', engine.url], { cwd: folder, env: { SOJOURN_KEY: key } });
    let said = '';
    const ended = new Promise<number | null>((resolve) => dev.once('close', resolve));
    const sees = (words: RegExp): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => void (words.test(said) && resolve());
        dev.stdout?.on('data', look);
        void ended.then(() => reject(new Error(`dev ended:\n${said}`)));
        look();
      });
    for (const stream of [dev.stdout, dev.stderr]) stream?.on('data', (data) => (said += String(data)));
    await sees(/Watching/);
    expect(said).toMatch(/gold: done \{"tier":"gold"\}/);
    const [, journey] = /Canvas: .*\/journeys\/(\d+)/.exec(said) ?? [];
    const { document } = await owner.send<{ document: { plugins: object } }>('GET', `/api/journeys/${journey}`);
    expect(document.plugins).toMatchObject({ 'acme.tiers/tier': { plugin: 'acme.tiers', hash: 'dev:acme.tiers' } });

    const source = path.join(folder, 'src/tier.ts');
    const before = await readFile(source, 'utf8');
    await writeFile(source, before.replace("'gold'", "'platinum'"));
    await sees(/platinum/);
    await writeFile(source, before);
    dev.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});

interface Case {
  readonly args: () => readonly string[];
  readonly code: number;
  readonly says: RegExp;
}

describe('what cannot be done is told in a line or two, never with a trace', () => {
  const call = (...args: string[]): Promise<OutsideEnd> => there.run('node', [bin(), ...args], { cwd: home });
  const at = (name: string): string => path.join(home, 'nonsense', name);

  beforeAll(async () => {
    const files = {
      'broken/plugin.json': '{ "id": ',
      'empty/plugin.json': '{}',
      'odd/plugin.json': '{ "id": 5, "nodes": [{ "type": 3 }, null] }',
      'odd/package.json': '{ "name": "odd", "version": "1.0.0" }',
      'empty/package.json': '{}',
      'broken/package.json': '{}',
      'bad.key': 'nonsense\n',
      'junk.tgz': 'nonsense',
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(at(name)), { recursive: true });
      await writeFile(at(name), text);
    }
  });

  const dead = 'http://127.0.0.1:19';
  const cases: readonly (readonly [string, Case])[] = [
    ['a verb that is none', { args: () => ['robot'], code: 2, says: /no verb "robot".*--help/ }],
    ['an option that is none', { args: () => ['test', '--robot'], code: 2, says: /'--robot'.*--help/ }],
    ['too much', { args: () => ['build', 'a', 'b'], code: 2, says: /one plugin folder at most/ }],
    ['no plugin', { args: () => ['test', at('nowhere')], code: 1, says: /no plugin\.json.*plugin create/ }],
    ['a broken plugin.json', { args: () => ['build', at('broken')], code: 1, says: /plugin\.json cannot be read as JSON/ }], // prettier-ignore
    ...['test', 'build', 'keygen', 'sign'].flatMap((verb) =>
      ['empty', 'odd'].map((name): readonly [string, Case] => [
        `${verb} of an ${name} plugin.json`,
        { args: () => [verb, at(name)], code: 1, says: /plugin\.json is not in order: .*"plugin check"/ },
      ]),
    ),
    ['dev of an odd plugin.json', { args: () => ['dev', at('odd'), '--once', '--engine', engine.url, '--key', key], code: 1, says: /plugin\.json is not in order/ }], // prettier-ignore
    ['a key that is none', { args: () => ['sign', folder, '--key', at('bad.key')], code: 1, says: /bad\.key is not a key.*--key/ }], // prettier-ignore
    ['no key', { args: () => ['sign', folder, '--key', at('no.key')], code: 1, says: /no key at .*plugin keygen/ }],
    ['a key that is there', { args: () => ['keygen', folder], code: 1, says: /cannot be made again/ }],
    ['no package', { args: () => ['verify', at('no.tgz')], code: 1, says: /nothing at .*name a \.tgz/ }],
    ['a package that is none', { args: () => ['verify', at('junk.tgz')], code: 1, says: /not an npm package/ }],
    ['a version that is none', { args: () => ['verify', 'sojourn-plugin-acme-tiers@9.9.9'], code: 1, says: /No matching version/ }], // prettier-ignore
    ['a registry that is no address', { args: () => ['publish', folder, '--registry', 'robot'], code: 2, says: /no web address/ }], // prettier-ignore
    ['a registry that is down', { args: () => ['verify', 'tiers@1.0.0', '--registry', dead], code: 1, says: /registry does not answer/ }], // prettier-ignore
    ['dev without an engine', { args: () => ['dev', folder], code: 2, says: /--engine URL.*SOJOURN_PLUGIN_DEV/ }],
    ['dev without a key', { args: () => ['dev', folder, '--engine', dead], code: 2, says: /--key KEY.*secret key/ }],
    ['an engine that is no address', { args: () => ['dev', folder, '--engine', 'robot', '--key', 'k'], code: 2, says: /no web address/ }], // prettier-ignore
    ['an engine that is down', { args: () => ['dev', folder, '--engine', dead, '--key', 'k'], code: 1, says: /Nothing answers at/ }], // prettier-ignore
    ['an engine that is none', { args: () => ['dev', folder, '--engine', registry.url, '--key', 'k'], code: 1, says: /not by a Sojourn/ }], // prettier-ignore
    ['a wrong key', { args: () => ['dev', folder, '--engine', engine.url, '--key', 'sk_robot'], code: 1, says: /refuses: .*401.*secret key/ }], // prettier-ignore
    ['no recording', { args: () => ['replay', at('no.json'), folder], code: 1, says: /no\.json/ }],
    ['a recording that is none', { args: () => ['replay', at('odd/plugin.json'), folder], code: 1, says: /not a recording/ }], // prettier-ignore
    ['a folder with something in it', { args: () => ['create', folder], code: 2, says: /is not empty/ }],
    ['a kind that is none', { args: () => ['create', at('new'), '--kind', 'robot'], code: 2, says: /give one of action/ }], // prettier-ignore
  ];
  it.concurrent.each(cases)('%s', LONG, async (_, { args, code, says }) => {
    const end = await call(...args());
    expect({ ...end, said: end.err }).toMatchObject({ code, said: expect.stringMatching(says) });
    expect(end.err).not.toMatch(/^\s+at |should not have happened/m);
    expect(end.err.trim().split('\n').length).toBeLessThanOrEqual(2);
  });

  it('a key that only takes events', LONG, async () => {
    const end = await call('dev', folder, '--engine', engine.url, '--key', await newKey('write'));
    expect(end).toMatchObject({ code: 1, err: expect.stringMatching(/refuses: .*40[13].*secret key/) });
  });
});
