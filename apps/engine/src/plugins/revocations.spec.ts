import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VirtualClock } from '@sojourn/kernel';
import { generateKey, signFeed } from '@sojourn/packaging';
import { pluginChangesAfter, pluginRevocations, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeInRevocations, watchRevocations } from './revocations.js';

const key = generateKey();
const reason = { en: 'It leaks', 'zh-CN': '泄露数据' };
let feed = '';
const server = createServer((_, response) => void response.end(feed)).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => void server.close().closeAllConnections());
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed.json`;
const signed = (seq: number, plugins: readonly string[]): string =>
  JSON.stringify(signFeed({ seq, issuedAt: seq, entries: plugins.map((plugin) => ({ plugin, versions: ['1.0.0', '1.0.1'], reason, at: 1 })) }, key.privateKey)); // prettier-ignore

for (const db of testDatabases())
  describe(`the revocation feed on ${db.name}`, () => {
    const clock = new VirtualClock(5_000);
    const config = { revocationFeed: address, revocationKey: key.publicKey };
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    it('is taken in by many workers at once as if by one, and heard of by all', async () => {
      feed = signed(7, ['acme.weather']);
      const before = (await pluginChangesAfter(database.read, 0))?.revision ?? 0;
      const looks = await Promise.all(Array.from({ length: 4 }, () => takeInRevocations({ config, database, clock })));
      expect(looks.filter(({ changed }) => changed)).toHaveLength(1);
      expect((await pluginChangesAfter(database.read, before))?.revocations.map(({ target }) => target)).toEqual(['1.0.0', '1.0.1']); // prettier-ignore
    });

    it('is looked at when the worker starts, and a failure is noted and told, not thrown', async () => {
      const told: unknown[] = [];
      let changes = 0;
      const parts = {
        config,
        database,
        clock,
        onChange: () => void changes++,
        warn: (error: unknown) => void told.push(error),
      };
      feed = signed(8, []);
      await watchRevocations(parts).stop();
      expect([changes, told]).toEqual([1, []]);
      feed = '<html>';
      await watchRevocations(parts).stop();
      expect(told).toMatchObject([{ code: 'revocation.unreadable' }]);
      expect(await pluginRevocations.feed(database.read)).toMatchObject({ seq: 8, checkedAt: 5_000, error: expect.stringContaining('not JSON') }); // prettier-ignore
      await watchRevocations({ ...parts, config: { revocationFeed: undefined, revocationKey: undefined } }).stop();
      expect([changes, told.length]).toEqual([1, 1]);
    });
  });
