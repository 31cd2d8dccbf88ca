import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

/** Rows named at a time: a large outbox must not become one large transaction. */
const CHUNK = 5_000;

/**
 * Deliveries by lane (workspace, channel), claimed by lease, with limits and kill switches for each lane. Only adds: an engine of
 * the release before goes on beside this one; the rows that it writes name no channel until a worker of this release names it.
 */
export class Outbox1764000000007 implements MigrationInterface {
  readonly name = 'Outbox1764000000007';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.connection.options.type === 'better-sqlite3';
    const column = (name: string, type: string): Promise<unknown> =>
      runner.query(`ALTER TABLE outbox ADD COLUMN \`${name}\` ${type}`);
    await column('channel', sqlite ? "varchar(64) NOT NULL DEFAULT ('')" : "varchar(64) NOT NULL DEFAULT ''");
    await column('holder', 'varchar(64) NULL');
    await column('body_hash', 'varchar(64) NULL');
    await column('ambiguous_at', 'bigint NULL');
    await column('queued_at', 'bigint NULL');
    await nameChannels(runner, sqlite);
    await runner.query('CREATE INDEX `ix_outbox_lane` ON outbox (`state`, `workspace_id`, `channel`, `due_at`, `id`)');
    await createTable(runner, 'send_lane', {
      workspace_id: 'bigint!',
      channel: 'varchar(64)!',
      halted: 'boolean',
      rate_milli: 'bigint?',
      burst: 'integer?',
      concurrency: 'integer?',
      tokens_milli: 'bigint',
      refilled_at: 'bigint',
      paused_until: 'bigint',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    const sqlite = runner.connection.options.type === 'better-sqlite3';
    await runner.query(`DROP INDEX \`ix_outbox_lane\`${sqlite ? '' : ' ON outbox'}`);
    for (const name of ['channel', 'holder', 'body_hash', 'ambiguous_at', 'queued_at'])
      await runner.query(`ALTER TABLE outbox DROP COLUMN \`${name}\``);
    await dropTables(runner, ['send_lane']);
  }
}

async function nameChannels(runner: QueryRunner, sqlite: boolean): Promise<void> {
  const named = sqlite ? "json_extract(effect, '$.channel')" : "JSON_UNQUOTE(JSON_EXTRACT(effect, '$.channel'))";
  const [last] = (await runner.query('SELECT MAX(id) AS id FROM outbox')) as { id: number | string | null }[];
  for (let from = 0; from < Number(last?.id ?? 0); from += CHUNK)
    await runner.query(
      `UPDATE outbox SET channel = CASE kind WHEN 'message' THEN COALESCE(${named}, '') ELSE kind END WHERE id > ${from} AND id <= ${from + CHUNK}`,
    );
}
