import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../../chaos/repository.js';
import { startRegistry, type PrivateRegistry } from '../../registry/verdaccio.js';
import { packSdk } from './pack-sdk.js';

const run = promisify(execFile);
let home: string;
let registry: PrivateRegistry;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sojourn-sdk-'));
  registry = await startRegistry();
  const { bytes } = await packSdk();
  await writeFile(path.join(home, 'sdk.tgz'), bytes);
  await registry.npm(['publish', 'sdk.tgz'], { cwd: home });
  await registry.npm(['publish'], { cwd: path.join(repository(), 'tools/create-sojourn-plugin') });
  // Once for all, above them: what else a project has installed is for tests/plugins/standalone.spec.ts.
  await writeFile(path.join(home, 'package.json'), '{ "private": true }');
  await registry.npm(['install', '@sojourn/plugin-sdk'], { cwd: home });
}, 180_000);
afterAll(async () => {
  await registry.stop();
  await rm(home, { recursive: true, force: true });
});

describe('outside of the repository, with nothing but a registry', () => {
  it.each(['action', 'trigger', 'transform', 'wait'])(
    'npm create makes a plugin that compiles and passes its tests: %s',
    { timeout: 180_000 },
    async (kind) => {
      await registry.npm(['create', '--yes', 'sojourn-plugin', kind, '--', '--kind', kind], { cwd: home });
      const folder = path.join(home, kind);
      const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
      await run(process.execPath, [tsc, '--noEmit', '--skipLibCheck', 'false'], { cwd: folder }).catch(
        (error: { stdout: string }) => {
          throw new Error(error.stdout);
        },
      );
      const { stdout } = await run(process.execPath, ['--test', '--test-reporter', 'tap', 'tests/**/*.spec.ts'], {
        cwd: folder,
      });
      expect(stdout).toMatch(/# fail 0/);
      expect(stdout).not.toMatch(/# tests 0/);
    },
  );
});
