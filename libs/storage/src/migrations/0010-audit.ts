import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

/** The audit trail becomes a chain. Only adds: what the release before writes beside this one stays outside of the chain. */
export class Audit1764000000010 implements MigrationInterface {
  readonly name = 'Audit1764000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `audit` ADD COLUMN `api_key_id` bigint');
    await runner.query('ALTER TABLE `audit` ADD COLUMN `seq` bigint');
    await runner.query('ALTER TABLE `audit` ADD COLUMN `hash` varchar(64)');
    await runner.query('CREATE UNIQUE INDEX `ux_audit_seq` ON `audit` (`workspace_id`, `seq`)');
    await createTable(runner, 'audit_head', { workspace_id: 'bigint!', seq: 'bigint', hash: 'varchar(64)' });
  }

  async down(runner: QueryRunner): Promise<void> {
    const sqlite = runner.connection.options.type === 'better-sqlite3';
    await dropTables(runner, ['audit_head']);
    await runner.query(`DROP INDEX \`ux_audit_seq\`${sqlite ? '' : ' ON `audit`'}`);
    for (const column of ['api_key_id', 'seq', 'hash'])
      await runner.query(`ALTER TABLE \`audit\` DROP COLUMN \`${column}\``);
  }
}
