import { randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { expect, it } from 'vitest';
import { MIGRATIONS } from './index.js';
import { TraceDays1764000000009 } from './0009-trace-days.js';

const DAY = 86_400_000;
const server = process.env['SOJOURN_TEST_MYSQL_URL'];

it.skipIf(!server)(
  'traces of the release before are laid into their days; those of today and of next year too',
  { timeout: 120_000 },
  async () => {
    const { hostname: host, port, username, password } = new URL(server ?? '');
    const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
    const database = `sojourn_days_${randomUUID().slice(0, 8)}`;
    const connection = await createConnection({ host, port: Number(port || 3306), user, password: secret });
    await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    const until = MIGRATIONS.indexOf(TraceDays1764000000009);
    const open = (count: number): Promise<DataSource> =>
    new DataSource({ type: 'mariadb', host, port: Number(port || 3306), username: user, password: secret, database, migrations: MIGRATIONS.slice(0, count) }).initialize(); // prettier-ignore
    try {
      const before = await open(until);
      await before.runMigrations({ transaction: 'none' });
      const [{ now }] = (await before.query('SELECT UNIX_TIMESTAMP() * 1000 AS now')) as [{ now: string }];
      const today = Math.floor(Number(now) / DAY);
      const days = [-20, -19, -10, 0, 3, 365];
      for (const [id, day] of days.entries())
      await before.query("INSERT INTO trace (id, workspace_id, run_id, journey_id, contact_id, at, steps) VALUES (?, 1, 1, 1, 1, ?, '[]')", [id + 1, (today + day) * DAY + 5]); // prettier-ignore
      await before.destroy();

      const after = await open(until + 1);
      await after.runMigrations({ transaction: 'none' });
      const rows = (await after.query(
        `SELECT partition_name AS name, partition_description AS until FROM information_schema.partitions
       WHERE table_schema = DATABASE() AND table_name = 'trace' ORDER BY partition_ordinal_position`,
      )) as { name: string; until: string }[];
      expect(rows.length).toBe(20 + 1 + 7 + 1);
      expect([Number(rows[0]?.until) / DAY - today, rows.at(-1)?.name]).toEqual([-19, 'pmax']);
      const kept = (await after.query('SELECT id FROM trace ORDER BY at')) as { id: string }[];
      expect(kept.map(({ id }) => Number(id))).toEqual([1, 2, 3, 4, 5, 6]);
      const [{ n }] = (await after.query(`SELECT COUNT(*) AS n FROM trace PARTITION (${rows[0]?.name})`)) as [{ n: string }]; // prettier-ignore
      expect(Number(n)).toBe(1);
      await after.destroy();
    } finally {
      await connection.query(`DROP DATABASE ${database}`);
      await connection.end();
    }
  },
);
