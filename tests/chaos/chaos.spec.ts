import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** The short profile of `npm run chaos`: docs/chaos.md. With SOJOURN_TEST_MUTANTS=1 also whether the auditor finds every known mistake. */
const root = path.resolve(import.meta.dirname, '../..');
const onPath = (program: string): boolean =>
  [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'].some((folder) => existsSync(path.join(folder, program))); // prettier-ignore
const missing = ['mariadbd', 'redis-server'].filter((program) => !onPath(program));
const leftOut = missing.length > 0 || process.env['SOJOURN_TEST_NO_MYSQL'] === '1';
if (missing.length > 0)
  console.log(`Skipped: the chaos suite, because there is no ${missing.join(' and no ')} on this machine.`);

function chaos(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [path.join(root, 'tools/launcher/chaos.mjs'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] }); // prettier-ignore
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.err += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...text }));
  });
}

it('answers --help, and names what it does not know', async () => {
  expect(await chaos('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--seeds A..B') });
  expect(await chaos('--seed', 'x')).toMatchObject({ code: 2, out: expect.stringContaining('whole number') });
  expect(await chaos('--mutant', 'list')).toMatchObject({ code: 2, out: expect.stringContaining('random-key') });
}, 60_000);

it.skipIf(leftOut)(
  'workers, databases and connections die, and every promise is kept',
  async () => {
    const { code, out, err } = await chaos('--profile', 'short', '--seed', '1');
    expect(code, `${out}\n${err}`).toBe(0);
    expect(out).toContain('Every promise was kept.');
  },
  300_000,
);

it.skipIf(leftOut || process.env['SOJOURN_TEST_MUTANTS'] !== '1')(
  'every known mistake is found',
  async () => {
    const { code, out, err } = await chaos('--mutant', 'all', '--seeds', '1..20', '--profile', 'short');
    expect(code, `${out}\n${err}`).toBe(0);
  },
  3_600_000,
);
