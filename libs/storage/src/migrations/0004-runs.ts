import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

export class Runs1764000000004 implements MigrationInterface {
  readonly name = 'Runs1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'run',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        journey_id: 'bigint',
        version_id: 'bigint',
        contact_id: 'bigint',
        entry_key: 'varchar(191)',
        entry_id: 'varchar(64)',
        shard: 'integer',
        state: 'varchar(16)',
        node_id: 'varchar(64)',
        visits: 'mediumtext',
        arrived_at: 'bigint',
        due_at: 'bigint?',
        fence: 'integer',
        claimed: 'boolean',
        claimed_due: 'bigint?',
        pending: 'mediumtext',
        memory: 'mediumtext?',
        variables: 'mediumtext',
        entry_event_id: 'bigint?',
        started_at: 'bigint',
        ended_at: 'bigint?',
        end_reason: 'varchar(32)?',
        end_detail: 'varchar(191)?',
      },
      {
        ix_run_due: ['state', 'due_at', 'id'],
        ix_run_identity: ['journey_id', 'contact_id', 'entry_key'],
        ix_run_contact: ['workspace_id', 'contact_id'],
      },
    );
    await createTable(
      runner,
      'subscription',
      {
        run_id: 'bigint!',
        sub_id: 'varchar(191)!',
        workspace_id: 'bigint',
        contact_id: 'bigint',
        event_type: 'varchar(191)',
        filter: 'json?',
      },
      { ix_subscription_event: ['contact_id', 'event_type'] },
    );
    await createTable(
      runner,
      'trace',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        run_id: 'bigint',
        journey_id: 'bigint',
        contact_id: 'bigint',
        at: 'bigint',
        steps: 'mediumtext',
      },
      { ix_trace_contact: ['workspace_id', 'contact_id', 'at'], ix_trace_run: ['run_id'] },
    );
    await createTable(runner, 'edge_count', {
      version_id: 'bigint!',
      node_id: 'varchar(64)!',
      outcome: 'varchar(191)!',
      workspace_id: 'bigint',
      n: 'bigint',
    });
    await createTable(runner, 'ask', {
      run_id: 'bigint!',
      node_id: 'varchar(64)!',
      visit: 'integer!',
      kind: 'varchar(32)!',
      workspace_id: 'bigint',
      answer: 'mediumtext',
    });
    await createTable(
      runner,
      'outbox',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        contact_id: 'bigint',
        run_id: 'bigint',
        node_id: 'varchar(64)',
        visit: 'integer',
        effect_key: 'varchar(191)',
        kind: 'varchar(32)',
        effect: 'mediumtext',
        state: 'varchar(16)',
        attempt: 'integer',
        due_at: 'bigint',
        ready_at: 'bigint',
        lease_until: 'bigint?',
        reason: 'varchar(255)?',
        journal: 'mediumtext?',
        created_at: 'bigint',
        settled_at: 'bigint?',
      },
      {
        ux_outbox_key: ['effect_key'],
        ix_outbox_due: ['state', 'due_at', 'id'],
        ix_outbox_contact: ['workspace_id', 'contact_id'],
      },
    );
    await createTable(
      runner,
      'inbox_message',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        contact_id: 'bigint',
        run_id: 'bigint',
        journey_id: 'bigint',
        effect_key: 'varchar(191)',
        subject: 'varchar(255)',
        body: 'mediumtext',
        format: 'varchar(16)',
        at: 'bigint',
        read_at: 'bigint?',
      },
      {
        ux_inbox_message_key: ['effect_key'],
        ix_inbox_message_workspace: ['workspace_id', 'at'],
        ix_inbox_message_contact: ['workspace_id', 'contact_id', 'at'],
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['run', 'subscription', 'trace', 'edge_count', 'ask', 'outbox', 'inbox_message']);
  }
}
