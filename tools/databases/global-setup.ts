import { findServer, startServer, type PrivateServer } from '../src/databases/mariadb.js';

/**
 * One private MariaDB for a whole run of specs, in `SOJOURN_TEST_MYSQL_URL`.
 * A URL given from outside (there or in `SOJOURN_TEST_DATABASE_URL`) is used instead; `SOJOURN_TEST_NO_MYSQL=1` leaves it out;
 * `SOJOURN_TEST_REQUIRE_MYSQL=1` makes a missing server an error.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await once();
  return async () => {
    if (server !== null) delete process.env['SOJOURN_TEST_MYSQL_URL'];
    await server?.stop();
  };
}

/** Several projects ask, one after the other, in one process: the first one starts and stops it. */
async function once(): Promise<PrivateServer | null> {
  const env = process.env;
  const given = env['SOJOURN_TEST_MYSQL_URL'] || serverOf(env['SOJOURN_TEST_DATABASE_URL']);
  // Absent, not empty: specs ask whether it is there.
  if (given) env['SOJOURN_TEST_MYSQL_URL'] = given;
  else delete env['SOJOURN_TEST_MYSQL_URL'];
  if (given || env['SOJOURN_TEST_NO_MYSQL'] === '1') return null;
  const program = findServer();
  if (program === null) {
    const remedy =
      'install one ("apt-get install mariadb-server") or give SOJOURN_TEST_MYSQL_URL=mysql://root@127.0.0.1:3306, then run npm test again';
    if (env['SOJOURN_TEST_REQUIRE_MYSQL'] === '1') throw new Error(`No mariadbd or mysqld on this machine: ${remedy}.`);
    console.log(`Skipped: specs on MariaDB/MySQL, because no server was found. To run them ${remedy}.`);
    // Said once, not once for each project.
    env['SOJOURN_TEST_NO_MYSQL'] = '1';
    return null;
  }
  const server = await startServer(program);
  env['SOJOURN_TEST_MYSQL_URL'] = server.url;
  return server;
}

/** `mysql://user:password@host:port/name` without the name: each spec makes its own database. */
function serverOf(database: string | undefined): string {
  if (!database?.match(/^(mysql|mariadb):/)) return '';
  const { username, password, host } = new URL(database);
  return `mysql://${username}${password === '' ? '' : `:${password}`}@${host}`;
}
