import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { messageOf, OperationalError, SojournError, UserError } from '@sojourn/kernel';

/** SKIP LOCKED came with MySQL 8.0.1 and MariaDB 10.6; JSON_TABLE with 8.0.4 and 10.6. */
const OLDEST = { MySQL: [8, 0, 4], MariaDB: [10, 6, 0] } as const;

export type ServerKind = 'mysql' | 'mariadb';

/**
 * Knocks once: refuses servers that lack what claims and bulk updates need, and sessions that do not read committed rows.
 * Answers what the server is, whatever the URL calls it: the two describe their columns differently.
 */
export async function checkServer(url: string): Promise<ServerKind> {
  const connection = await createConnection({ uri: url, connectTimeout: 10_000 });
  try {
    const [[row]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
    const kind = refuseOldServer(String(row?.['version']));
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    const [[isolation]] = await connection.query<RowDataPacket[]>(
      "SHOW SESSION VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')",
    );
    if (isolation?.['Value'] !== 'READ-COMMITTED')
      throw new OperationalError(
        `The database does not let a session read committed rows (it answers ${String(isolation?.['Value'])}).`,
        {
          code: 'storage.isolation',
        },
      );
    return kind;
  } finally {
    await connection.end();
  }
}

/** Throws UserError `storage.server-too-old` for a version below the oldest that works. */
export function refuseOldServer(version: string): ServerKind {
  const product = /mariadb/i.test(version) ? 'MariaDB' : 'MySQL';
  // MariaDB behind old proxies answers "5.5.5-10.11.6-MariaDB".
  const numbers = /(\d+)\.(\d+)\.(\d+)/
    .exec(version.replace(/^5\.5\.5-/, ''))
    ?.slice(1)
    .map(Number) ?? [0, 0, 0];
  const oldest = OLDEST[product];
  const at = oldest.findIndex((part, i) => part !== numbers[i]);
  if (at >= 0 && (numbers[at] ?? 0) < (oldest[at] ?? 0))
    throw new UserError(
      `The database server is ${product} ${version}; Sojourn needs MySQL 8.0.4 or MariaDB 10.6 or newer (SKIP LOCKED, JSON_TABLE).`,
      {
        code: 'storage.server-too-old',
      },
    );
  return product === 'MariaDB' ? 'mariadb' : 'mysql';
}

/** One line with the remedy for what a driver threw on connecting; never with a password. */
export function explain(error: unknown, shown: string): Error {
  if (error instanceof SojournError) return error;
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  const failure = (message: string): OperationalError =>
    new OperationalError(message, { code: 'storage.unreachable', cause: error });
  if (code === 'ER_ACCESS_DENIED_ERROR' || code === 'ER_DBACCESS_DENIED_ERROR')
    return new UserError(
      `The database at ${shown} refused the user or password. Check SOJOURN_DATABASE_URL and the user's rights.`,
      { code: 'storage.access-denied', cause: error },
    );
  if (code === 'ER_BAD_DB_ERROR')
    return new UserError(
      `The database at ${shown} does not exist. Create it, or correct the name in SOJOURN_DATABASE_URL.`,
      { code: 'storage.no-database', cause: error },
    );
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failure(`The database host of ${shown} is not known. Check the host in SOJOURN_DATABASE_URL.`);
  if (
    [
      'ECONNREFUSED',
      'ETIMEDOUT',
      'ECONNRESET',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'EPIPE',
      'PROTOCOL_CONNECTION_LOST',
    ].includes(code)
  )
    return failure(`No database answers at ${shown} (${code}). Start the server, or correct SOJOURN_DATABASE_URL.`);
  return failure(`The database at ${shown} failed: ${messageOf(error)}`);
}
