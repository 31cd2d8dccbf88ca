import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../testing.js';
import type { Database } from './database.js';
import { literal, literalRows } from './mysql-literals.js';
import { insertRows, updateRows } from './write.js';

const TEXTS = [
  "it's",
  'back\\slash',
  "both \\' of them",
  '"double"',
  '\0\n\r\t\x1a',
  '上海 🎉',
  "'); DROP TABLE setting; -- ",
  '%_',
  '\\',
];

test('numbers, flags and nothing', () => {
  expect([1, -2.5, true, false, null, undefined].map(literal)).toEqual(['1', '-2.5', '1', '0', 'NULL', 'NULL']);
  expect(literalRows([[1, 'a'], [2, null]], [0, "'"]).toSqlString()).toBe("(1, 'a', 0, '\\''), (2, NULL, 0, '\\'')"); // prettier-ignore
});

for (const db of testDatabases())
  describe(`on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    test('every text comes back as it was sent', async () => {
      await database.inTransaction(
        (tx) =>
        insertRows(tx, 'secret', ['workspace_id', 'name', 'ciphertext'], TEXTS.map((text, i) => [1, `t${i}`, text])), // prettier-ignore
      );
      const rows = await database.read.rows<{ text: string }>('SELECT ciphertext AS text FROM secret ORDER BY name');
      expect(rows.map(({ text }) => text)).toEqual(TEXTS);
    });

    test('half of a character, where a text was cut, keeps no row from being written', async () => {
      await database.inTransaction(async (tx) => {
        await insertRows(tx, 'secret', ['workspace_id', 'name', 'ciphertext'], [[2, 'cut', '🎉'.slice(0, 1)], [2, 'whole', '']]); // prettier-ignore
        const rows = [[2, 'a🎉'.slice(0, 2)]];
        await updateRows(tx, { table: 'secret', key: 'workspace_id', columns: { ciphertext: 'text' }, rows, where: "name = 'whole'" }); // prettier-ignore
      });
      const rows = await database.read.rows<{ text: string }>('SELECT ciphertext AS text FROM secret WHERE workspace_id = 2 ORDER BY name'); // prettier-ignore
      expect(rows.map(({ text }) => text)).toEqual(['\ufffd', 'a\ufffd']);
    });

    test('every connection reads committed rows', async () => {
      if (db.name === 'sqlite') return;
      const levels = await Promise.all(
        Array.from({ length: 8 }, () =>
          database.inTransaction(async (tx) => {
            await tx.rows('SELECT SLEEP(0.01)');
            return tx.rows<{ Value: string }>(
              "SHOW SESSION VARIABLES WHERE Variable_name IN ('transaction_isolation', 'tx_isolation')",
            );
          }),
        ),
      );
      const read = await database.read.rows<{ Value: string }>("SHOW SESSION VARIABLES WHERE Variable_name IN ('transaction_isolation', 'tx_isolation')"); // prettier-ignore
      expect(new Set([...levels.flat(), ...read].map((row) => row.Value))).toEqual(new Set(['READ-COMMITTED']));
    });
  });
