import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OperationalError } from '@sojourn/kernel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scaffold } from '../../../create-sojourn-plugin/scaffold.mjs';
import { devVerb } from './dev.js';

let home: string;
let folder: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sojourn-dev-'));
  ({ folder } = scaffold({ folder: path.join(home, 'goal'), kind: 'exit' }));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** An engine that refuses every call, and what it was asked. */
function refusing(status: number) {
  const asked: string[] = [];
  const send = (method: string, where: string): Promise<never> => {
    asked.push(`${method} ${where}`);
    return Promise.reject(new OperationalError('No.', { code: 'cli.refused', details: { status } }));
  };
  return { asked, verb: devVerb(async () => ({ session: { url: 'http://127.0.0.1', send } })) };
}

it('ends where no change of the plugin helps, and has done nothing to the workspace', async () => {
  const { asked, verb } = refusing(409); // SOJOURN_PLUGIN_DEV is off
  await expect(verb.run([folder])).rejects.toThrow('No.');
  expect(asked).toEqual(['POST /api/plugins/dev']);
});

it('asks nobody about a plugin that cannot be bundled', async () => {
  const broken = scaffold({ folder: path.join(home, 'broken'), kind: 'exit' });
  await writeFile(path.join(broken.folder, 'src/index.ts'), 'export default {');
  const { asked, verb } = refusing(409);
  await expect(verb.run([broken.folder, '--once'])).rejects.toThrow(/cannot be made/);
  expect(asked).toEqual([]);
});
