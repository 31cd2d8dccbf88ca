import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { LongOnesFirst } from './tools/launcher/long-ones-first.mjs';

/** Rooms whose specs speak SQL: only these pay for the start of a private MariaDB. */
const onDatabases = new Set(['rules', 'storage', 'queue', 'execution', 'engine', 'tools', 'tests']);

/** Rooms whose specs speak to Redis. */
const onRedis = new Set(['queue', 'engine', 'tests']);
const setup = (file: string): string => path.resolve(import.meta.dirname, 'tools/databases', file);

/** `@sojourn/source` comes first: specs read the packages' TypeScript, nothing has to be built. */
const conditions = ['@sojourn/source', ...defaultServerConditions];

const rooms = ['apps', 'libs', 'plugins'].flatMap((floor) =>
  readdirSync(new URL(floor, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name: floor === 'plugins' ? `plugin-${name}` : name, folder: `${floor}/${name}` })),
);
const outside = ['tools', 'tests', 'tests/browser']
  .filter((folder) => existsSync(new URL(folder, import.meta.url)))
  .map((folder) => ({ name: path.basename(folder), folder }));

const projects = [...rooms, ...outside].map(({ name, folder }) => ({
  extends: true as const,
  test: {
    name,
    root: folder,
    include: ['**/*.spec.{ts,tsx}'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      // Tests of what `plugin create` makes: they run in the new plugin's folder, with Node's own runner.
      'create-sojourn-plugin/templates/**',
      ...(name === 'tests' ? ['browser/**'] : []),
    ],
    globalSetup: [
      ...(onDatabases.has(name) ? [setup('global-setup.ts')] : []),
      ...(onRedis.has(name) ? [setup('redis-setup.ts')] : []),
    ],
  },
}));

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects,
    environment: 'node',
    pool: 'forks',
    // Never one alone: much of what takes long waits for clocks, databases and browsers.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongOnesFirst },
    // isolated-vm asks for it on Node 20 and newer.
    execArgv: ['--no-node-snapshot'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is polled for comes in milliseconds, and on a busy machine it comes too; who fails a spec is what never comes.
    expect: { poll: { timeout: 10_000 } },
    coverage: { provider: 'v8', include: ['{apps,libs,plugins}/*/src/**'], exclude: ['**/*.spec.*'] },
  },
});
