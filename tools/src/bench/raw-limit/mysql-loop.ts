import { createConnection, type Connection } from 'mysql2/promise';
import { LEASED, Rising, type BareLoop, type Movement } from './bare-loop.js';
import { RUN_COLUMNS, TRACE_COLUMNS, runCells, traceCells, type ClaimedRow } from './raw-rows.js';

type Cells = readonly (string | number | null)[];
type Update = (connection: Connection, rows: readonly Cells[]) => Promise<unknown>;

const TYPES: Readonly<Record<(typeof RUN_COLUMNS)[number], string>> = {
  state: 'VARCHAR(16)',
  node_id: 'VARCHAR(64)',
  visits: 'TEXT',
  arrived_at: 'BIGINT',
  due_at: 'BIGINT',
  pending: 'TEXT',
  memory: 'TEXT',
  variables: 'TEXT',
  ended_at: 'BIGINT',
  end_reason: 'VARCHAR(32)',
  end_detail: 'VARCHAR(191)',
};
const TABLE_COLUMNS = RUN_COLUMNS.map((name, i) => `v${i} ${TYPES[name]} PATH '$[${i + 1}]'`).join(', ');
const JSON_TABLE = `UPDATE JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$[0]', ${TABLE_COLUMNS})) v STRAIGHT_JOIN run ON run.id = v.k
  SET ${RUN_COLUMNS.map((name, i) => `run.${name} = v.v${i}`).join(', ')}, fence = fence + 1`;
/** The insert never happens, so what the row has besides may be anything. */
const REST = [
  'workspace_id',
  'journey_id',
  'version_id',
  'contact_id',
  'entry_key',
  'entry_id',
  'shard',
  'fence',
  'claimed',
  'started_at',
];
const UPSERT = `INSERT INTO run (id, ${RUN_COLUMNS.join(', ')}, ${REST.join(', ')}) VALUES ?
  ON DUPLICATE KEY UPDATE ${RUN_COLUMNS.map((name) => `${name} = VALUES(${name})`).join(', ')}, fence = fence + 1`;
const REST_CELLS = REST.map(() => 0);
const INSERT = `INSERT INTO trace (${TRACE_COLUMNS.join(', ')}) VALUES ?`;
const CASES = RUN_COLUMNS.map((name) => `${name} = CASE id`);

const UPDATES: Readonly<Record<string, Update>> = {
  'json-table': (connection, rows) => connection.query(JSON_TABLE, [JSON.stringify(rows)]),
  'json-table-prepared': (connection, rows) => connection.execute(JSON_TABLE, [JSON.stringify(rows)]),
  upsert: (connection, rows) => connection.query(UPSERT, [rows.map((row) => [...row, ...REST_CELLS])]),
  case: (connection, rows) => {
    const columns = CASES.map((head) => `${head}${' WHEN ? THEN ?'.repeat(rows.length)} END`);
    const params = CASES.flatMap((_, i) => rows.flatMap((row) => [row[0], row[i + 1]]));
    return connection.query(`UPDATE run SET ${columns.join(', ')}, fence = fence + 1 WHERE id IN (?)`, [
      ...params,
      rows.map(([id]) => id),
    ]);
  },
};

/** A bare loop on MySQL or MariaDB, written by hand; `lanes` connections at the same time. */
export async function mysqlLoop(url: string, most: number): Promise<BareLoop> {
  const connections = await Promise.all(Array.from({ length: most }, () => connect(url)));
  const ring = new Rising();
  const traces = new Rising();
  const one = async (connection: Connection, lane: number, how: Movement, take: () => number): Promise<void> => {
    const update = UPDATES[how.form];
    if (!update) throw new Error(`no form ${how.form}`);
    for (let limit = take(); limit > 0; limit = take()) {
      let rows: readonly ClaimedRow[] = [];
      const claim = async (): Promise<void> => {
        rows = await (how.claim === 'write' ? claimByWrite(connection, limit) : claimByRead(connection, limit, lane, how.lanes)); // prettier-ignore
      };
      const write = async (): Promise<void> => {
        if (rows.length === 0) return;
        const place = ring.take(rows.length);
        const trace = traces.take(rows.length);
        await update(connection, rows.map((row, i) => runCells(row, place + i, how.samples))); // prettier-ignore
        await connection.query(INSERT, [rows.map((row, i) => traceCells(row, trace + i, place, how.samples))]);
      };
      if (how.claim === 'write') {
        await transaction(connection, claim);
        await transaction(connection, write);
      } else {
        await transaction(connection, async () => {
          await claim();
          await write();
        });
      }
    }
  };
  return {
    forms: Object.keys(UPDATES),
    lanes: [1, 2, 4].filter((lanes) => lanes <= most),
    async move(how) {
      let left = how.rows;
      const take = (): number => {
        const limit = Math.min(how.batchSize, left);
        left -= limit;
        return limit;
      };
      await Promise.all(connections.slice(0, how.lanes).map((connection, lane) => one(connection, lane, how, take)));
    },
    close: async () => void (await Promise.all(connections.map((connection) => connection.end()))),
  };
}

async function connect(url: string): Promise<Connection> {
  const connection = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  return connection;
}

/** Lanes may deadlock where they take rows by different indexes: then the one that lost begins again. */
const CONTENTION: readonly unknown[] = [1213, 1205];

async function transaction(connection: Connection, work: () => Promise<void>): Promise<void> {
  for (;;) {
    await connection.query('START TRANSACTION');
    try {
      await work();
      await connection.query('COMMIT');
      return;
    } catch (error) {
      await connection.query('ROLLBACK');
      if (!CONTENTION.includes((error as { errno?: unknown }).errno)) throw error;
    }
  }
}

async function claimByWrite(connection: Connection, limit: number): Promise<readonly ClaimedRow[]> {
  const rows = await select(
    connection,
    "SELECT id, contact_id AS contactId FROM run WHERE state = 'active' AND due_at < ? ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED",
    [LEASED, limit],
  );
  if (rows.length > 0) {
    const ids = rows.map(({ id }) => id);
    await connection.query('UPDATE run SET due_at = ?, fence = fence + 1, claimed = 1 WHERE id IN (?)', [LEASED, ids]);
  }
  return rows;
}

/** Each lane has runs of its own, as each worker has shards of its own. */
async function claimByRead(
  connection: Connection,
  limit: number,
  lane: number,
  lanes: number,
): Promise<readonly ClaimedRow[]> {
  return select(
    connection,
    `SELECT id, contact_id AS contactId FROM run WHERE state = 'active' AND due_at < ? ${lanes > 1 ? `AND id % ${lanes} = ${lane}` : ''} ORDER BY due_at, id LIMIT ?`,
    [LEASED, limit],
  );
}

async function select(connection: Connection, sql: string, params: unknown[]): Promise<readonly ClaimedRow[]> {
  const [rows] = (await connection.query(sql, params)) as unknown as [ClaimedRow[]];
  return rows;
}
