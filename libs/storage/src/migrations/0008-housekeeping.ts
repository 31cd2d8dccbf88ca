import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

/** Counts are appended and squashed later; who keeps house holds a lease. */
export class Housekeeping1764000000008 implements MigrationInterface {
  readonly name = 'Housekeeping1764000000008';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'edge_delta',
      {
        id: 'bigint!',
        workspace_id: 'bigint',
        version_id: 'bigint',
        node_id: 'varchar(64)',
        outcome: 'varchar(191)',
        n: 'bigint',
      },
      { ix_edge_delta_node: ['version_id', 'node_id'] },
    );
    await createTable(runner, 'chore', {
      name: 'varchar(64)!',
      owner: 'varchar(64)?',
      lease_until: 'bigint',
      turn: 'bigint',
      done_day: 'bigint',
      reached: 'bigint',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['edge_delta', 'chore']);
  }
}
