import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

/** As many as when this was written; a database keeps its number. */
const SHARDS = { sqlite: 1, mysql: 64 } as const;

/**
 * Who owns which contacts, and lanes (shard, workspace) to find their work by. Only adds: engines of the release before
 * go on beside this one. A signal that they write lies in shard 0 until its router moves it where it belongs.
 */
export class Shards1764000000006 implements MigrationInterface {
  readonly name = 'Shards1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.connection.options.type === 'better-sqlite3';
    await createTable(runner, 'shard', {
      id: 'bigint!',
      owner: 'varchar(64)?',
      epoch: 'integer',
      lease_until: 'bigint',
    });
    await createTable(runner, 'worker', { id: 'varchar(64)!', started_at: 'bigint', seen_until: 'bigint' });
    const ids = Array.from({ length: sqlite ? SHARDS.sqlite : SHARDS.mysql }, (_, id) => `(${id}, 0, 0)`);
    await runner.query(`INSERT INTO shard (id, epoch, lease_until) VALUES ${ids.join(', ')}`);
    await runner.query(
      sqlite
        ? 'ALTER TABLE `signal` ADD COLUMN `shard` integer NOT NULL DEFAULT (0)'
        : "ALTER TABLE `signal` ADD COLUMN `shard` int NOT NULL DEFAULT '0'",
    );
    await runner.query('CREATE INDEX `ix_signal_lane` ON `signal` (`shard`, `workspace_id`, `id`)');
    if (sqlite) await runner.query('UPDATE run SET shard = 0');
    await runner.query('CREATE INDEX `ix_run_lane` ON `run` (`state`, `shard`, `workspace_id`, `due_at`, `id`)');
  }

  async down(runner: QueryRunner): Promise<void> {
    const sqlite = runner.connection.options.type === 'better-sqlite3';
    await runner.query(`DROP INDEX \`ix_run_lane\`${sqlite ? '' : ' ON `run`'}`);
    await runner.query(`DROP INDEX \`ix_signal_lane\`${sqlite ? '' : ' ON `signal`'}`);
    await runner.query('ALTER TABLE `signal` DROP COLUMN `shard`');
    await dropTables(runner, ['shard', 'worker']);
  }
}
