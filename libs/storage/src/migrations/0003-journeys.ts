import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

export class Journeys1764000000003 implements MigrationInterface {
  readonly name = 'Journeys1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'journey',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        name: 'varchar(191)',
        state: 'varchar(16)',
        draft: 'mediumtext',
        draft_revision: 'integer',
        live_version_id: 'bigint?',
        revision: 'bigint',
        created_at: 'bigint',
        updated_at: 'bigint',
        created_by: 'bigint?',
      },
      { ix_journey_workspace: ['workspace_id', 'updated_at'], ix_journey_revision: ['revision'] },
    );
    await createTable(
      runner,
      'journey_version',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        journey_id: 'bigint',
        number: 'integer',
        document: 'mediumtext',
        published_at: 'bigint',
        published_by: 'bigint?',
      },
      { ux_journey_version_number: ['journey_id', 'number'] },
    );
    await createTable(
      runner,
      'segment_state',
      { journey_id: 'bigint!', entry_id: 'varchar(64)!', contact_id: 'bigint!', workspace_id: 'bigint' },
      { ix_segment_state_contact: ['contact_id'] },
    );
    await createTable(
      runner,
      'entry_timer',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        journey_id: 'bigint',
        entry_id: 'varchar(64)',
        contact_id: 'bigint',
        due_at: 'bigint',
        cursor: 'bigint',
      },
      {
        ux_entry_timer_entry: ['journey_id', 'entry_id', 'contact_id'],
        ix_entry_timer_due: ['due_at', 'id'],
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['journey', 'journey_version', 'segment_state', 'entry_timer']);
  }
}
