import type { MigrationInterface, QueryRunner } from 'typeorm';

const DAY = 86_400_000;
const AHEAD = 7;
const MOST = 400;
/** Says the whole order of a timeline: a partitioned table's index does not go on with the key by itself. */
const CONTACT = '(`workspace_id`, `contact_id`, `at`, `id`)';

/**
 * Traces lie in a partition a day on MySQL and MariaDB, so that old ones go by dropping a partition instead of a million rows.
 * A partitioned table's key must hold what it is partitioned by: (id) becomes (id, at), which engines of the release before
 * do not notice. The table is written anew: on a large one this takes minutes, during which commits wait.
 */
export class TraceDays1764000000009 implements MigrationInterface {
  readonly name = 'TraceDays1764000000009';

  async up(runner: QueryRunner): Promise<void> {
    if (runner.connection.options.type === 'better-sqlite3') {
      await runner.query('DROP INDEX `ix_trace_contact`');
      await runner.query(`CREATE INDEX \`ix_trace_contact\` ON \`trace\` ${CONTACT}`);
      return;
    }
    const [row] = (await runner.query(
      'SELECT CAST(UNIX_TIMESTAMP() AS SIGNED) * 1000 AS now, (SELECT MIN(`at`) FROM `trace`) AS oldest',
    )) as { now: number | string; oldest: number | string | null }[]; // one row always
    const today = Math.floor(Number(row?.now) / DAY);
    const oldest = row?.oldest == null ? today : Math.floor(Number(row.oldest) / DAY);
    const first = Math.min(today, Math.max(oldest, today - MOST));
    const parts: string[] = [];
    for (let day = first; day <= today + AHEAD; day++) {
      const name = new Date(day * DAY).toISOString().slice(0, 10).replaceAll('-', '');
      parts.push(`PARTITION p${name} VALUES LESS THAN (${(day + 1) * DAY})`);
    }
    await runner.query(
      `ALTER TABLE \`trace\` DROP PRIMARY KEY, ADD PRIMARY KEY (\`id\`, \`at\`), DROP INDEX \`ix_trace_contact\`, ADD INDEX \`ix_trace_contact\` ${CONTACT}
       PARTITION BY RANGE (\`at\`) (${parts.join(', ')}, PARTITION pmax VALUES LESS THAN MAXVALUE)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const before = '(`workspace_id`, `contact_id`, `at`)';
    if (runner.connection.options.type === 'better-sqlite3') {
      await runner.query('DROP INDEX `ix_trace_contact`');
      await runner.query(`CREATE INDEX \`ix_trace_contact\` ON \`trace\` ${before}`);
      return;
    }
    await runner.query('ALTER TABLE `trace` REMOVE PARTITIONING');
    await runner.query(
      `ALTER TABLE \`trace\` DROP PRIMARY KEY, ADD PRIMARY KEY (\`id\`), DROP INDEX \`ix_trace_contact\`, ADD INDEX \`ix_trace_contact\` ${before}`,
    );
  }
}
