import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs that were parked for want of a plugin are found by it when it is back. Only adds. */
export class WaitingForPlugins1764000000015 implements MigrationInterface {
  readonly name = 'WaitingForPlugins1764000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `parked` ADD COLUMN `waits_for` varchar(300) NULL');
    await runner.query('CREATE INDEX `ix_parked_waiting` ON `parked` (`waits_for`, `workspace_id`, `run_id`)');
  }

  async down(runner: QueryRunner): Promise<void> {
    const sqlite = runner.connection.options.type === 'better-sqlite3';
    await runner.query(`DROP INDEX \`ix_parked_waiting\`${sqlite ? '' : ' ON `parked`'}`);
    await runner.query('ALTER TABLE `parked` DROP COLUMN `waits_for`');
  }
}
