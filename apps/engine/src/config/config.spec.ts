import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationTable, readConfig, unknownVariables } from './config.js';
import { openEngineDatabase } from './engine-database.js';
import { secretKey } from './secret-key.js';
import { listenFault } from './start-error.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'sojourn-config-'));

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      role: 'all',
      demo: true,
      databaseUrl: expect.stringMatching(/^sqlite:.*var\/sojourn\.db$/),
      webhookPrivateAddresses: [],
    });
  });

  it.each([
    ['PORT', '70000', 'PORT="70000" must be a whole number from 0 to 65535.'],
    ['PORT', '3k', 'PORT="3k" must be a whole number from 0 to 65535.'],
    ['SOJOURN_ROLE', 'king', 'SOJOURN_ROLE="king" must be one of all, api, worker.'],
    ['SOJOURN_DEMO', 'maybe', 'SOJOURN_DEMO="maybe" must be on or off.'],
    ['SOJOURN_DATABASE_URL', 'postgres://u:secret@h/d', 'SOJOURN_DATABASE_URL=(hidden) must be sqlite:'],
    ['SOJOURN_SECRET_KEY', 'abc', 'SOJOURN_SECRET_KEY=(hidden) must be 32 bytes'],
    ['SOJOURN_PUBLIC_URL', 'example.com', 'must be a web address'],
    ['SOJOURN_TIME_ZONE', 'Mars', 'must be an IANA time zone'],
    ['SOJOURN_WEBHOOK_PRIVATE_ADDRESSES', '10.0.0.1', 'must be networks in CIDR form'],
    ['SOJOURN_OWNER_EMAIL', 'me', 'must be an e-mail address'],
  ])('%s=%s is refused in one line', (name, value, words) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      expect.objectContaining({ name: 'StartError', exitCode: 2, message: expect.stringContaining(words) }),
    );
    expect(() => readConfig({ [name]: value })).not.toThrow(/\n|secret@/);
  });

  it('names misspelt variables', () =>
    expect(unknownVariables({ SOJOURN_PROT: '1', SOJOURN_ROLE: 'all', SOJOURN_TEST_MYSQL_URL: '' })).toEqual([
      'SOJOURN_PROT',
    ]));

  it('prints its own table', () => {
    const table = configurationTable();
    expect(table).toMatch(/^\| variable \| default \| meaning \|\n/);
    expect(table).toContain('| `PORT` | `3000` |');
    expect(table.split('\n').every((line) => line === '' || /^\|.*\|$/.test(line))).toBe(true);
  });
});

describe('a start that cannot be', () => {
  it('a second engine on the same SQLite file', async () => {
    const config = readConfig({ SOJOURN_DATA_DIR: folder() });
    const first = await openEngineDatabase(config);
    await expect(openEngineDatabase(config)).rejects.toThrow(
      /in use by another engine\. Stop that one, or give this one its own SOJOURN_DATA_DIR/,
    );
    await first.stop();
    await (await openEngineDatabase(config)).stop();
  });

  it('a file where the folder should be', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    await expect(openEngineDatabase(readConfig({ SOJOURN_DATA_DIR: file }))).rejects.toThrow(
      /is not a folder.*SOJOURN_DATA_DIR/,
    );
  });

  it('a file that is no database', async () => {
    const file = join(folder(), 'x.db');
    writeFileSync(file, 'not a database at all, but long enough to look at');
    await expect(
      openEngineDatabase(readConfig({ SOJOURN_DATABASE_URL: `sqlite:${file}`, SOJOURN_DATA_DIR: folder() })),
    ).rejects.toThrow(/is not a SQLite database/);
  });

  it('a database that does not answer, its password unsaid', async () => {
    const config = readConfig({
      SOJOURN_DATABASE_URL: 'mysql://root:hunter2@127.0.0.1:1/sojourn',
      SOJOURN_DATA_DIR: folder(),
    });
    const failed = openEngineDatabase(config);
    await expect(failed).rejects.toThrow(/127\.0\.0\.1:1\/sojourn.*SOJOURN_DATABASE_URL/);
    await expect(failed).rejects.not.toThrow(/hunter2/);
  });

  it('a taken port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const error = await new Promise((resolve) => createServer().once('error', resolve).listen(port, '127.0.0.1'));
    expect(listenFault('127.0.0.1', port, error).message).toBe(
      `Port ${port} on 127.0.0.1 is taken by another program. Stop it, or start with another one: PORT=${port + 1} npm start`,
    );
    await new Promise((resolve) => server.close(resolve));
  });
});

it('the secret key is made once and read by its owner alone', () => {
  const config = readConfig({ SOJOURN_DATA_DIR: folder() });
  const key = secretKey(config);
  expect(key).toHaveLength(32);
  expect(secretKey(config)).toEqual(key);
  writeFileSync(join(config.dataDir, 'secret.key'), 'rubbish');
  expect(() => secretKey(config)).toThrow(/does not hold a key/);
});
