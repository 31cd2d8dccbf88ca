import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createSandbox } from '@sojourn/sandbox';
import { conformance, readProject, testPlugin } from '@sojourn/tools';
import { afterAll, describe, expect, it } from 'vitest';

const home = path.resolve(import.meta.dirname, '../../plugins');
const names = readdirSync(home, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.close());

describe('plugins that ship', () => {
  it('decide in the sandbox as in the engine’s own process', { timeout: 120_000 }, async () => {
    const rows = await conformance(sandbox);
    console.table(rows.map(({ differences: _, ...row }) => row));
    expect(rows.map(({ plugin }) => plugin)).toEqual(names.sort().map((name) => `sojourn.${name}`));
    expect(rows.filter(({ isEqual }) => !isEqual)).toEqual([]);
  });

  it.each(names)('pass what is asked of everybody’s: %s', { timeout: 60_000 }, async (name) => {
    const { checks } = await testPlugin(await readProject(path.join(home, name)), sandbox);
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
  });
});
