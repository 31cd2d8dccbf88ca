import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

/** Versions of plugins that a workspace does not want, and who said so. Only adds. */
export class PluginRefusals1764000000016 implements MigrationInterface {
  readonly name = 'PluginRefusals1764000000016';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'plugin_refusal', {
      workspace_id: 'bigint!',
      plugin: 'varchar(129)!',
      hash: 'varchar(64)!',
      version: 'varchar(64)',
      at: 'bigint',
      refused_by: 'bigint?',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['plugin_refusal']);
  }
}
