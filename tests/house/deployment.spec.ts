import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inRoot, json, packages, text } from './packages.js';

/** Neither Docker nor Compose runs here: these hold what would otherwise be noticed only after a release. */
describe('Dockerfile', () => {
  // A line that ends in a backslash goes on in the next.
  const lines = text('Dockerfile')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const having = (word: string): string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const lastStage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  it('knows every instruction it uses', () => {
    const known = /^(FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|EXPOSE|HEALTHCHECK|CMD) /;
    expect(lines.filter((line) => !known.test(line))).toEqual([]);
  });

  it('is built on the official Node 24, in two stages', () => {
    const stages = having('FROM');
    expect(stages.length).toBeGreaterThan(1);
    for (const stage of stages) expect(stage).toMatch(/^node:24\b/);
  });

  it('runs as an ordinary user', () => {
    const user = lastStage.findIndex((line) => line === 'USER node');
    expect(user).toBeGreaterThan(0);
    expect(lastStage.slice(user).filter((line) => line.startsWith('RUN '))).toEqual([]);
  });

  it('installs from the lock file and names packages that exist', () => {
    const installs = having('RUN').filter((line) => line.includes('npm '));
    expect(installs.join('\n')).not.toMatch(/npm (install|i)\b/);
    const named = [...installs.join(' ').matchAll(/--workspace=(\S+)/g)].map((match) => match[1]);
    expect(named).not.toEqual([]);
    expect(packages().map(({ name }) => name)).toEqual(expect.arrayContaining(named));
  });

  it('says whether it is well, and starts what the build writes', () => {
    expect(having('HEALTHCHECK')[0]).toContain('/health');
    const command = JSON.parse(having('CMD').at(-1) ?? '[]') as string[];
    // As `npm start` does.
    const heap = /engineHeap = \[(.*)\]/.exec(text('tools/launcher/runtime.mjs'))?.[1]?.match(/--[a-z0-9=-]+/g) ?? [];
    expect(heap).not.toEqual([]);
    expect(command).toEqual(['node', ...heap, 'apps/engine/dist/main.js']);
    const source = command.at(-1)?.replace('/dist/', '/src/').replace(/\.js$/, '.ts') ?? '';
    expect(existsSync(inRoot(source)), `${source} is missing`).toBe(true);
  });

  it('listens to the world outside the container, keeps its data in a volume, and says both to the engine', () => {
    const env = having('ENV').join(' ');
    expect(env).toMatch(/\bHOST=0\.0\.0\.0\b/);
    const data = /SOJOURN_DATA_DIR=(\S+)/.exec(env)?.[1];
    expect(having('VOLUME')).toEqual([data]);
    expect(having('EXPOSE')).toEqual([/\bPORT=(\d+)/.exec(env)?.[1]]);
  });

  it('copies nothing that is built, fetched or private', () => {
    const ignored = text('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', '**/dist', '.git', 'var']));
  });
});

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly healthcheck?: unknown;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
}

describe('compose.yaml', () => {
  const compose = parse(text('compose.yaml'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const { services } = compose;

  it('has the engine as API and as workers, MySQL 8 and Redis 7', () => {
    expect(Object.keys(services).sort()).toEqual(['engine', 'mysql', 'redis', 'worker']);
    for (const [name, role] of Object.entries({ engine: 'api', worker: 'worker' })) {
      expect(services[name]?.build).toBe('.');
      expect(services[name]?.environment).toMatchObject({
        SOJOURN_ROLE: role,
        SOJOURN_REDIS_URL: 'redis://redis:6379',
      });
    }
    expect(services['mysql']?.image).toMatch(/^mysql:8/);
    expect(services['redis']?.image).toMatch(/^redis:7/);
  });

  it('waits for what it needs until that is well', () => {
    for (const [name, { depends_on = {} }] of Object.entries(services)) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        expect(condition, `${name} -> ${needed}`).toBe('service_healthy');
        // The engine's is in its Dockerfile.
        if (needed !== 'engine') expect(services[needed]?.healthcheck, `${needed} has no healthcheck`).toBeDefined();
      }
    }
  });

  it('declares each volume it mounts', () => {
    const mounted = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.map((volume) => volume.split(':')[0]),
    );
    expect(Object.keys(compose.volumes).sort()).toEqual([...new Set(mounted)].sort());
  });

  it('opens only the engine to the outside', () => {
    expect(Object.keys(services).filter((name) => services[name]?.ports !== undefined)).toEqual(['engine']);
  });

  it('contains no secret: passwords come from outside or the start is refused', () => {
    const secrets = Object.values(services).flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(
        ([name]) => /(^|_)(PASSWORD|SECRET_KEY|DATABASE_URL)$/.test(name) && !/RANDOM/.test(name),
      ),
    );
    expect(secrets).not.toEqual([]);
    for (const [name, value] of secrets) expect(value, name).toMatch(/\$\{\w+:\?[^}]+\}/);
  });

  it('gives MySQL the isolation and the collation that the engine asks for', () => {
    expect(text('compose.yaml')).toContain('--transaction-isolation=READ-COMMITTED');
    expect(text('compose.yaml')).toContain('--collation-server=utf8mb4_bin');
  });
});

describe('the commands', () => {
  const { scripts } = json('package.json') as { scripts: Record<string, string> };

  it('are there, and their programs are valid', () => {
    for (const name of ['start', 'test', 'sojourn', 'build', 'dev']) {
      const file = /^node (\S+)$/.exec(scripts[name] ?? '')?.[1] ?? '';
      expect(existsSync(inRoot(file)), `npm run ${name}: ${file}`).toBe(true);
      execFileSync(process.execPath, ['--check', inRoot(file)]);
    }
  });

  it('of the build server are one shell script that bash can read', () => {
    expect(statSync(inRoot('.ci/run')).mode & 0o111).not.toBe(0);
    execFileSync('bash', ['-n', inRoot('.ci/run')]);
  });

  it('are under the licence they name', () => {
    expect(text('LICENSE')).toMatch(/Apache License\s+Version 2\.0, January 2004/);
    for (const { folder } of packages())
      expect(json(folder, 'package.json'), folder).toMatchObject({ license: 'Apache-2.0' });
  });
});
