import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

const TABLES = [
  'plugin_bundle',
  'plugin_package',
  'plugin_install',
  'plugin_grant',
  'plugin_publisher',
  'plugin_revocation',
  'plugin_feed',
];

/** Plugins from outside: their bytes once for the house, everything else by workspace. Only adds. */
export class Plugins1764000000013 implements MigrationInterface {
  readonly name = 'Plugins1764000000013';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'plugin_bundle',
      {
        hash: 'varchar(64)!',
        plugin: 'varchar(129)',
        version: 'varchar(64)',
        manifest: 'mediumtext',
        code: 'mediumtext?',
        files: 'mediumtext',
        icons: 'mediumtext?',
        created_at: 'bigint',
      },
      { ix_plugin_bundle_plugin: ['plugin', 'version'] },
    );
    await createTable(
      runner,
      'plugin_package',
      {
        workspace_id: 'bigint!',
        hash: 'varchar(64)!',
        plugin: 'varchar(129)',
        version: 'varchar(64)',
        origin: 'varchar(16)',
        npm_name: 'varchar(214)',
        integrity: 'varchar(191)?',
        key_id: 'varchar(16)?',
        signature: 'mediumtext?',
        deprecated: 'mediumtext?',
        at: 'bigint',
      },
      { ix_plugin_package_plugin: ['plugin', 'version'] },
    );
    await createTable(
      runner,
      'plugin_install',
      {
        workspace_id: 'bigint!',
        plugin: 'varchar(129)!',
        state: 'varchar(16)',
        hash: 'varchar(64)?',
        pending_hash: 'varchar(64)?',
        dev_hash: 'varchar(64)?',
        installed_at: 'bigint',
        installed_by: 'bigint?',
        updated_at: 'bigint',
        revision: 'bigint',
      },
      { ix_plugin_install_revision: ['revision'] },
    );
    await createTable(
      runner,
      'plugin_grant',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        plugin: 'varchar(129)',
        hash: 'varchar(64)',
        capabilities: 'mediumtext',
        at: 'bigint',
        granted_by: 'bigint?',
      },
      { ix_plugin_grant_plugin: ['workspace_id', 'plugin', 'id'], ix_plugin_grant_hash: ['hash'] },
    );
    await createTable(runner, 'plugin_publisher', {
      workspace_id: 'bigint!',
      publisher: 'varchar(64)!',
      key_id: 'varchar(16)!',
      public_key: 'varchar(191)',
      how: 'varchar(16)',
      pinned_at: 'bigint',
      pinned_by: 'bigint?',
      retired_at: 'bigint?',
    });
    await createTable(runner, 'plugin_revocation', {
      plugin: 'varchar(129)!',
      target: 'varchar(64)!',
      reason: 'mediumtext',
      at: 'bigint',
      seq: 'bigint',
    });
    await createTable(runner, 'plugin_feed', {
      id: 'bigint!',
      seq: 'bigint',
      issued_at: 'bigint',
      checked_at: 'bigint',
      error: 'varchar(191)?',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
