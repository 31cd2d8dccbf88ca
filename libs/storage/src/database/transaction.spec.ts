import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../testing.js';
import type { Database } from './database.js';
import { insertRows, updateRows } from './write.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

for (const db of testDatabases())
  describe(`transactions on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    const organizations = async (prefix: string): Promise<string[]> =>
      (
        await database.read.rows<{ name: string }>('SELECT name FROM organization WHERE name LIKE ? ORDER BY id', [
          `${prefix}%`,
        ])
      ).map((row) => row.name);
    const add = (
      tx: Parameters<Parameters<Database['inTransaction']>[0]>[0],
      id: number,
      name: string,
    ): Promise<number> => insertRows(tx, 'organization', ['id', 'name', 'created_at'], [[id, name, 0]]);

    test('two that overlap do not mix: one rolls back alone', async () => {
      const [a, b] = await Promise.allSettled([
        database.inTransaction(async (tx) => {
          await add(tx, 1, 'overlap a');
          await pause(30);
          throw new Error('no');
        }),
        pause(5).then(() => database.inTransaction(async (tx) => (await add(tx, 2, 'overlap b'), pause(40)))),
      ]);
      expect([a.status, b.status]).toEqual(['rejected', 'fulfilled']);
      expect(await organizations('overlap')).toEqual(['overlap b']);
    });

    test('reads outside see only what is committed', async () => {
      let written!: () => void; // assigned by the executors, which run at once
      let looked!: () => void;
      const inside = new Promise<void>((resolve) => (written = resolve));
      const seen = new Promise<void>((resolve) => (looked = resolve));
      const writing = database.inTransaction(async (tx) => {
        await add(tx, 3, 'unseen');
        written();
        await seen;
      });
      await inside;
      expect(await organizations('unseen')).toEqual([]);
      looked();
      await writing;
      expect(await organizations('unseen')).toEqual(['unseen']);
    });

    test('three hundred at once, every second one failing, leave whole pairs or nothing', async () => {
      await Promise.allSettled(
        Array.from({ length: 300 }, (_, i) =>
          database.inTransaction(async (tx) => {
            await add(tx, 1_000 + 2 * i, `storm ${i}`);
            await pause(i % 3);
            await add(tx, 1_001 + 2 * i, `storm ${i}`);
            if (i % 2) throw new Error('no');
          }),
        ),
      );
      const left = await organizations('storm');
      expect(left.length).toBe(300);
      expect(left.every((name) => Number(name.slice(6)) % 2 === 0)).toBe(true);
    });

    test('one inside another is refused instead of waiting for itself', async () => {
      await expect(database.inTransaction(() => database.inTransaction(async () => 1))).rejects.toMatchObject({
        code: 'storage.nested-transaction',
      });
    });

    test('contention runs the whole closure again, any other failure does not', async () => {
      const contention = db.name === 'sqlite' ? { code: 'SQLITE_BUSY' } : { errno: 1213 };
      const before = database.counters.retries;
      let attempts = 0;
      await database.inTransaction(async (tx) => {
        await add(tx, 5_000 + attempts, `again ${++attempts}`);
        if (attempts < 3) throw Object.assign(new Error('in the way'), contention);
      });
      expect(await organizations('again')).toEqual(['again 3']);
      expect(database.counters.retries - before).toBe(2);
      attempts = 0;
      await expect(
        database.inTransaction(
          async () => (attempts++, Promise.reject(Object.assign(new Error('always'), contention))),
        ),
      ).rejects.toMatchObject({ code: 'storage.contention' });
      expect(attempts).toBe(6);
    });

    test('ids are unique across processes, transactions and rollbacks', async () => {
      const other = await db.open();
      const taken: number[] = [];
      await Promise.all(
        [database, other].flatMap((source) =>
          Array.from({ length: 40 }, async (_, i) => {
            if (i % 4 === 0)
              await source
                .inTransaction(async (tx) => (await tx.take('thing', 300), Promise.reject(new Error('no'))))
                .catch(() => undefined);
            const mine =
              i % 2 ? await source.ids.take('thing', 170) : await source.inTransaction((tx) => tx.take('thing', 170));
            taken.push(...mine);
          }),
        ),
      );
      expect(new Set(taken).size).toBe(80 * 170);
    });

    test('ordered ids ascend whoever takes them', async () => {
      const other = await db.open();
      let last = 0;
      for (let i = 0; i < 6; i++)
        for (const source of [database, other]) {
          const [id = 0] = await source.inTransaction((tx) => tx.takeOrdered('told', 1));
          expect(id).toBeGreaterThan(last);
          last = id;
        }
    });

    test('bulk statements count what changed and keep every character', async () => {
      const name = `小红 "quoted" \\ 'q' \u2028 😀 null`;
      await database.inTransaction(async (tx) => {
        expect(
          await insertRows(
            tx,
            'organization',
            ['id', 'name', 'created_at'],
            Array.from({ length: 2_500 }, (_, i) => [10_000 + i, name, i]),
          ),
        ).toBe(2_500);
        expect(await insertRows(tx, 'organization', ['id', 'name', 'created_at'], [[10_000, 'x', 0], [20_000, 'bulk new', 0]], 'ignore')).toBe(1); // prettier-ignore
        const rows = [[10_000, 'bulk 0', 7], [10_001, name, null], [99_999, 'nobody', 1]] as const; // prettier-ignore
        const changed = await updateRows(tx, {
          table: 'organization',
          key: 'id',
          columns: { name: 'text', created_at: 'int' },
          rows: rows.map(([id, text, at]) => [id, text, at ?? 5]),
          where: 'created_at < 1',
        });
        expect(changed).toBe(1);
        await tx.run(
          tx.dialect.insert('id_block', ['kind', 'next'], [['upsert', 5], ['upsert2', 1]], { key: ['kind'], set: ({ old, fresh }) => ({ next: `${old('next')} + ${fresh('next')}` }) }), // prettier-ignore
        );
        await tx.run(
          tx.dialect.insert('id_block', ['kind', 'next'], [['upsert', 5]], { key: ['kind'], set: ({ old, fresh }) => ({ next: `${old('next')} + ${fresh('next')}` }) }), // prettier-ignore
        );
      });
      expect(await database.read.rows("SELECT next FROM id_block WHERE kind = 'upsert'")).toEqual([{ next: 10 }]);
      expect(
        await database.read.rows(
          'SELECT name, created_at AS at FROM organization WHERE id IN (10000, 10001) ORDER BY id',
        ),
      ).toEqual([
        { name: 'bulk 0', at: 7 },
        { name, at: 1 },
      ]);
    });

    test('a null travels through a bulk update as NULL', async () => {
      await database.inTransaction(async (tx) => {
        await insertRows(
          tx,
          'user',
          ['id', 'email', 'name', 'password_hash', 'created_at'],
          [[1, 'a@x', 'a', 'hash', 0]],
        );
        await updateRows(tx, { table: 'user', key: 'id', columns: { password_hash: 'text' }, rows: [[1, null]] });
      });
      expect(await database.read.rows('SELECT password_hash AS hash FROM user WHERE id = 1')).toEqual([{ hash: null }]);
    });
  });

for (const db of testDatabases().filter(({ name }) => name === 'mysql'))
  test('a connection that is cut is the world’s failure, and the next one works', async () => {
    const database = await db.open();
    const cut = database.inTransaction(async (tx) => {
      const [own] = await tx.rows<{ id: number }>('SELECT CONNECTION_ID() AS id');
      await database.read.rows(`KILL CONNECTION ${own?.id}`);
      await tx.rows('SELECT 1');
    });
    await expect(cut).rejects.toMatchObject({ name: 'OperationalError', code: 'storage.unreachable' });
    expect(await database.inTransaction((tx) => tx.rows('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    await db.close();
  });
