import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

export class Contacts1764000000002 implements MigrationInterface {
  readonly name = 'Contacts1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'contact',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        external_id: 'varchar(191)?',
        email: 'varchar(191)?',
        phone: 'varchar(64)?',
        name: 'varchar(191)?',
        language: 'varchar(35)?',
        time_zone: 'varchar(64)?',
        attributes: 'json',
        created_at: 'bigint',
        updated_at: 'bigint',
        last_seen_at: 'bigint?',
        last_event_id: 'bigint',
        merged_into: 'bigint?',
      },
      {
        ux_contact_external: ['workspace_id', 'external_id'],
        ix_contact_email: ['workspace_id', 'email'],
        ix_contact_phone: ['workspace_id', 'phone'],
      },
    );
    await createTable(
      runner,
      'contact_identity',
      {
        workspace_id: 'bigint!',
        kind: 'varchar(32)!',
        value: 'varchar(191)!',
        contact_id: 'bigint',
        created_at: 'bigint',
      },
      { ix_contact_identity_contact: ['contact_id'] },
    );
    await createTable(
      runner,
      'contact_tag',
      { workspace_id: 'bigint!', contact_id: 'bigint!', tag: 'varchar(191)!', added_at: 'bigint' },
      { ix_contact_tag_tag: ['workspace_id', 'tag'] },
    );
    await createTable(
      runner,
      'event',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        contact_id: 'bigint',
        type: 'varchar(191)',
        occurred_at: 'bigint',
        received_at: 'bigint',
        message_id: 'varchar(191)',
        properties: 'json',
        source: 'varchar(32)',
      },
      {
        ux_event_message: ['workspace_id', 'message_id'],
        ix_event_contact: ['workspace_id', 'contact_id', 'type', 'occurred_at'],
      },
    );
    await createTable(
      runner,
      'signal',
      { id: 'bigint!', workspace_id: 'bigint', contact_id: 'bigint', at: 'bigint' },
      { ix_signal_contact: ['contact_id'] },
    );
    await createTable(runner, 'replay_progress', {
      id: 'varchar(64)!',
      workspace_id: 'bigint',
      line: 'bigint',
      counters: 'mediumtext',
      clock: 'bigint',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['contact', 'contact_identity', 'contact_tag', 'event', 'signal', 'replay_progress']);
  }
}
