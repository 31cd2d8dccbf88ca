import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

/** What plugins' calls wrote for which delivery, so that an attempt that is repeated writes it once. Only adds. */
export class PluginWrites1764000000017 implements MigrationInterface {
  readonly name = 'PluginWrites1764000000017';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'plugin_write',
      {
        effect_key: 'varchar(191)!',
        slot: 'varchar(64)!',
        workspace_id: 'bigint',
        plugin: 'varchar(129)',
        batch: 'varchar(64)',
        share: 'varchar(32)?',
        reply: 'varchar(64)?',
        at: 'bigint',
      },
      { ix_plugin_write_at: ['at'], ix_plugin_write_plugin: ['workspace_id', 'plugin'] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['plugin_write']);
  }
}
