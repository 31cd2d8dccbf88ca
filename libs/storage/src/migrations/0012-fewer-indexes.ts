import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every wake pays for each index of the rows that it writes. Due runs are found by lane now (`ix_run_lane`), traces by contact.
 * Engines of the release before find the same rows, only slower.
 */
export class FewerIndexes1764000000012 implements MigrationInterface {
  readonly name = 'FewerIndexes1764000000012';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.connection.options.type === 'better-sqlite3';
    await runner.query(`DROP INDEX \`ix_run_due\`${sqlite ? '' : ' ON `run`'}`);
    await runner.query(`DROP INDEX \`ix_trace_run\`${sqlite ? '' : ' ON `trace`'}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX `ix_run_due` ON `run` (`state`, `due_at`, `id`)');
    await runner.query('CREATE INDEX `ix_trace_run` ON `trace` (`run_id`)');
  }
}
