import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

export class Incentives1764000000005 implements MigrationInterface {
  readonly name = 'Incentives1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'coupon_pool',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        name: 'varchar(191)',
        description: 'varchar(1000)',
        per_contact_limit: 'integer',
        valid_from: 'bigint?',
        valid_until: 'bigint?',
        valid_days: 'integer?',
        state: 'varchar(16)',
        issued_count: 'integer',
        stock_count: 'integer',
        created_at: 'bigint',
      },
      { ix_coupon_pool_workspace: ['workspace_id'] },
    );
    await createTable(
      runner,
      'coupon_code',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        pool_id: 'bigint',
        code: 'varchar(191)',
        state: 'varchar(16)',
        contact_id: 'bigint?',
        issued_at: 'bigint?',
        expires_at: 'bigint?',
        redeemed_at: 'bigint?',
        effect_key: 'varchar(191)?',
      },
      {
        ux_coupon_code_code: ['workspace_id', 'pool_id', 'code'],
        ix_coupon_code_free: ['pool_id', 'state', 'id'],
        ix_coupon_code_contact: ['workspace_id', 'contact_id'],
      },
    );
    await createTable(
      runner,
      'coupon_ledger',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        pool_id: 'bigint',
        code_id: 'bigint',
        contact_id: 'bigint?',
        run_id: 'bigint',
        node_id: 'varchar(64)',
        visit: 'integer',
        kind: 'varchar(16)',
        at: 'bigint',
      },
      { ux_coupon_ledger_visit: ['run_id', 'node_id', 'visit', 'kind'], ix_coupon_ledger_pool: ['pool_id', 'at'] },
    );
    await createTable(
      runner,
      'collection',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        name: 'varchar(191)',
        description: 'varchar(1000)',
        image_url: 'varchar(1000)',
        provider: 'varchar(16)',
        supply: 'integer?',
        minted_count: 'integer',
        transferable: 'boolean',
        metadata: 'json',
        chain: 'json?',
        created_at: 'bigint',
      },
      { ix_collection_workspace: ['workspace_id'] },
    );
    await createTable(
      runner,
      'mint',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        collection_id: 'bigint',
        serial: 'integer',
        contact_id: 'bigint',
        run_id: 'bigint',
        node_id: 'varchar(64)',
        visit: 'integer',
        state: 'varchar(16)',
        minted_at: 'bigint?',
        previous_hash: 'varchar(64)?',
        hash: 'varchar(64)?',
        tx_hash: 'varchar(66)?',
        reason: 'varchar(255)?',
      },
      {
        ux_mint_serial: ['collection_id', 'serial'],
        ux_mint_visit: ['run_id', 'node_id', 'visit'],
        ix_mint_contact: ['workspace_id', 'contact_id'],
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['coupon_pool', 'coupon_code', 'coupon_ledger', 'collection', 'mint']);
  }
}
