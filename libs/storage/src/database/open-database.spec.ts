import { expect, test } from 'vitest';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { openDatabase } from './open-database.js';
import { refuseOldServer } from './mysql-server.js';

test.each([
  ['postgres://user:hunter2@host/db', 'storage.bad-url'],
  ['nonsense', 'storage.bad-url'],
  ['sqlite:', 'storage.bad-url'],
  ['mysql://user:hunter2@127.0.0.1:1/', 'storage.bad-url'],
  ['mysql://user:hunter2@127.0.0.1:1/db', 'storage.unreachable'],
])('%s is refused with %s, one line, without the password', async (url, code) => {
  const error: unknown = await openDatabase({ url }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code });
  expect((error as Error).message).not.toMatch(/hunter2|\n/);
});

test('a file that is no database, or a folder that is a file, says which path', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-'));
  writeFileSync(
    join(folder, 'note.txt'),
    'not a database, but long enough to be taken for the header of one. '.repeat(30),
  );
  for (const path of ['note.txt', 'note.txt/inside.db'])
    await expect(openDatabase({ url: `sqlite:${path}`, dataDir: folder })).rejects.toMatchObject({
      code: 'storage.unreachable',
      message: expect.stringContaining('note.txt') as string,
    });
});

const server = process.env['SOJOURN_TEST_MYSQL_URL'];
test.skipIf(!server)('a server that refuses the user, or has no such database, says so', async () => {
  const { host } = new URL(server ?? '');
  await expect(openDatabase({ url: `mysql://nobody:hunter2@${host}/db` })).rejects.toMatchObject({
    code: 'storage.access-denied',
  });
  const url = new URL(server ?? '');
  url.pathname = '/there_is_none';
  await expect(openDatabase({ url: url.href })).rejects.toMatchObject({ code: 'storage.no-database' });
});

test('servers without SKIP LOCKED and JSON_TABLE are refused by version', () => {
  for (const good of [
    '8.0.4',
    '8.4.2-commercial',
    '10.6.0-MariaDB',
    '5.5.5-10.11.19-MariaDB-0+deb12u1',
    '11.4.2-MariaDB',
    '9.1.0',
  ])
    expect(() => refuseOldServer(good)).not.toThrow();
  for (const old of ['5.7.44', '8.0.0', '10.5.23-MariaDB', '5.5.5-10.3.1-MariaDB'])
    expect(() => refuseOldServer(old)).toThrow(/needs MySQL 8\.0\.4 or MariaDB 10\.6/);
});
