import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

export class Tenancy1764000000001 implements MigrationInterface {
  readonly name = 'Tenancy1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'id_block', { kind: 'varchar(64)!', next: 'bigint' });
    await createTable(runner, 'organization', { id: 'bigint!', name: 'varchar(191)', created_at: 'bigint' });
    await createTable(
      runner,
      'workspace',
      {
        id: 'bigint!',
        organization_id: 'bigint',
        slug: 'varchar(191)',
        name: 'varchar(191)',
        time_zone: 'varchar(64)',
        language: 'varchar(16)',
        created_at: 'bigint',
        is_demo: 'boolean',
      },
      { ux_workspace_slug: ['slug'] },
    );
    await createTable(runner, 'setting', { workspace_id: 'bigint!', name: 'varchar(64)!', value: 'json' });
    await createTable(runner, 'secret', { workspace_id: 'bigint!', name: 'varchar(64)!', ciphertext: 'mediumtext' });
    await createTable(
      runner,
      'api_key',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        name: 'varchar(191)',
        kind: 'varchar(16)',
        hash: 'varchar(64)',
        prefix: 'varchar(32)',
        created_at: 'bigint',
        last_used_at: 'bigint?',
        revoked_at: 'bigint?',
      },
      { ux_api_key_hash: ['hash'], ix_api_key_workspace: ['workspace_id'] },
    );
    await createTable(
      runner,
      'audit',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        user_id: 'bigint?',
        at: 'bigint',
        action: 'varchar(64)',
        subject: 'varchar(191)',
        details: 'json?',
      },
      { ix_audit_workspace: ['workspace_id', 'at'] },
    );
    await createTable(
      runner,
      'user',
      {
        id: 'bigint!',
        email: 'varchar(191)',
        name: 'varchar(191)',
        password_hash: 'varchar(255)?',
        created_at: 'bigint',
      },
      { ux_user_email: ['email'] },
    );
    await createTable(
      runner,
      'membership',
      { user_id: 'bigint!', workspace_id: 'bigint!', role: 'varchar(16)' },
      { ix_membership_workspace: ['workspace_id'] },
    );
    await createTable(
      runner,
      'session',
      {
        id: 'varchar(64)!',
        user_id: 'bigint',
        workspace_id: 'bigint',
        created_at: 'bigint',
        expires_at: 'bigint',
        csrf: 'varchar(64)',
      },
      { ix_session_user: ['user_id'], ix_session_expires: ['expires_at'] },
    );
    await createTable(runner, 'sign_in_token', {
      hash: 'varchar(64)!',
      user_id: 'bigint',
      expires_at: 'bigint',
      used_at: 'bigint?',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, [
      'id_block',
      'organization',
      'workspace',
      'setting',
      'secret',
      'api_key',
      'audit',
      'user',
      'membership',
      'session',
      'sign_in_token',
    ]);
  }
}
