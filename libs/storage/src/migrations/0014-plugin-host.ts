import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

/** What the host keeps for plugins: their own store, what they cost, where their events come from, what went wrong. */
export class PluginHost1764000000014 implements MigrationInterface {
  readonly name = 'PluginHost1764000000014';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'plugin_kv',
      {
        workspace_id: 'bigint!',
        plugin: 'varchar(129)!',
        place: 'varchar(100)!',
        name: 'varchar(128)!',
        contact_id: 'bigint',
        value: 'mediumtext',
        bytes: 'bigint',
        updated_at: 'bigint',
      },
      { ix_plugin_kv_contact: ['workspace_id', 'contact_id'] },
    );
    await createTable(
      runner,
      'plugin_cost',
      {
        workspace_id: 'bigint!',
        journey_id: 'bigint!',
        node_id: 'varchar(64)!',
        plugin: 'varchar(129)!',
        day: 'bigint!',
        items: 'bigint',
        batches: 'bigint',
        cpu_us: 'bigint',
        calls: 'bigint',
        errors: 'bigint',
      },
      { ix_plugin_cost_plugin: ['workspace_id', 'plugin', 'day'], ix_plugin_cost_day: ['day'] },
    );
    await createTable(
      runner,
      'plugin_source',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        name: 'varchar(191)',
        plugin: 'varchar(129)',
        node_type: 'varchar(64)',
        config: 'mediumtext',
        state: 'varchar(16)',
        every_seconds: 'bigint?',
        next_at: 'bigint',
        holder: 'varchar(64)?',
        lease_until: 'bigint?',
        reached: 'mediumtext?',
        token_hash: 'varchar(64)',
        events: 'bigint',
        last_ok_at: 'bigint?',
        last_error: 'varchar(1000)?',
        last_error_at: 'bigint?',
        failures: 'bigint',
        created_at: 'bigint',
        created_by: 'bigint?',
        revision: 'bigint',
      },
      {
        ux_plugin_source_token: ['token_hash'],
        ix_plugin_source_workspace: ['workspace_id', 'plugin'],
        ix_plugin_source_due: ['state', 'next_at'],
      },
    );
    await createTable(
      runner,
      'plugin_recording',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        plugin: 'varchar(129)',
        version: 'varchar(64)',
        hash: 'varchar(128)',
        node_type: 'varchar(64)',
        journey_id: 'bigint',
        node_id: 'varchar(64)',
        at: 'bigint',
        items: 'bigint',
        reason: 'varchar(1000)',
        contacts: 'mediumtext',
        body: 'mediumtext',
      },
      { ix_plugin_recording_plugin: ['workspace_id', 'plugin', 'at', 'id'], ix_plugin_recording_at: ['at'] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['plugin_kv', 'plugin_cost', 'plugin_source', 'plugin_recording']);
  }
}
