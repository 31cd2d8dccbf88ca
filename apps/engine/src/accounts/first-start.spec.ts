import { systemClock } from '@sojourn/kernel';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@sojourn/storage';
import { firstStart } from './first-start.js';

const wanted = { ownerEmail: 'owner@example.com', timeZone: 'Asia/Shanghai' };

for (const db of testDatabases())
  describe(`the first start on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    const countOf = async (table: string): Promise<number | undefined> =>
      (await database.read.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n;

    it('of four engines at once makes one owner and one workspace', async () => {
      const starts = await Promise.all(Array.from({ length: 4 }, () => firstStart(database, systemClock, wanted)));
      expect(starts.filter(({ created }) => created)).toHaveLength(1);
      expect([await countOf('`user`'), await countOf('workspace'), await countOf('membership')]).toEqual([1, 1, 1]);
    });

    it('gives a fresh link each time until there is a password; only its hash is kept; a worker gives none', async () => {
      const again = await firstStart(database, systemClock, wanted);
      expect(again).toMatchObject({ created: false, token: expect.stringMatching(/^[\w-]{43}$/) });
      expect(JSON.stringify(await database.read.rows('SELECT * FROM sign_in_token'))).not.toContain(again.token);
      expect((await firstStart(database, systemClock, { ...wanted, signIn: false })).token).toBeUndefined();
      await database.inTransaction((tx) => tx.run("UPDATE `user` SET password_hash = 'x'"));
      expect((await firstStart(database, systemClock, wanted)).token).toBeUndefined();
    });
  });
