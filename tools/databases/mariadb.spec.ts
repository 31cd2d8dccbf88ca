import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { createConnection as speak, type RowDataPacket } from 'mysql2/promise';
import { expect, it } from 'vitest';
import { findServer, startServer } from '../src/databases/mariadb.js';

const program = findServer();
/** The folder of a server, told by itself: others start and stop theirs beside it. */
async function homeOf(url: string): Promise<string> {
  const connection = await speak(url);
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@datadir AS data');
  await connection.end();
  return path.dirname(path.resolve(String(row?.['data'])));
}
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('data', () => resolve((socket.destroy(), true)));
    socket.once('error', () => resolve(false));
  });

it('finds no server where there is none', () => expect(findServer(['/nowhere'])).toBeNull());

it.skipIf(program === null)('starts a server of its own and leaves nothing behind', async () => {
  const server = await startServer(program!); // skipped without one
  const home = await homeOf(server.url);
  const { hostname, port } = new URL(server.url);
  expect(hostname).toBe('127.0.0.1');
  expect(await answers(Number(port))).toBe(true);
  expect(path.basename(home)).toMatch(/^sojourn-mariadb-/);
  expect(existsSync(home)).toBe(true);

  await server.stop();
  expect(await answers(Number(port))).toBe(false);
  expect(existsSync(home)).toBe(false);
});

it.skipIf(program === null)('takes its server along when it is killed', async () => {
  const module = JSON.stringify(`${import.meta.dirname}/../src/databases/mariadb.ts`);
  const script = `const m = await import(${module}); const s = await m.startServer(m.findServer()); console.log(s.url); process.kill(process.pid, 'SIGKILL')`;
  let output = '';
  try {
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    output = String((error as { stdout: unknown }).stdout);
  }
  const port = Number(new URL(output.trim()).port);
  await expect.poll(() => answers(port), { timeout: 10_000 }).toBe(false);
});
