import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables } from './table.js';

/** Runs in quarantine can be listed by when they were parked. */
export class Parked1764000000011 implements MigrationInterface {
  readonly name = 'Parked1764000000011';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'parked',
      {
        run_id: 'bigint!',
        workspace_id: 'bigint',
        journey_id: 'bigint',
        version_id: 'bigint',
        node_id: 'varchar(64)',
        at: 'bigint',
        reason: 'varchar(1000)',
      },
      {
        ix_parked_workspace: ['workspace_id', 'at', 'run_id'],
        ix_parked_journey: ['workspace_id', 'journey_id', 'at', 'run_id'],
        ix_parked_node: ['workspace_id', 'journey_id', 'node_id', 'at', 'run_id'],
      },
    );
    await runner.query(`INSERT INTO parked (run_id, workspace_id, journey_id, version_id, node_id, at, reason)
      SELECT id, workspace_id, journey_id, version_id, node_id, arrived_at, COALESCE(end_detail, '') FROM run WHERE state = 'quarantined'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['parked']);
  }
}
