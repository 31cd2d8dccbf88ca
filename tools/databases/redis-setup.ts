import { findRedis, startRedis, type PrivateRedis } from '../src/databases/redis.js';

/**
 * One private Redis for a whole run of specs, in `SOJOURN_TEST_REDIS_URL`. A URL given from outside is used instead;
 * `SOJOURN_TEST_NO_REDIS=1` leaves it out; `SOJOURN_TEST_REQUIRE_REDIS=1` makes a missing server an error.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await once();
  return async () => {
    if (server !== null) delete process.env['SOJOURN_TEST_REDIS_URL'];
    await server?.stop();
  };
}

async function once(): Promise<PrivateRedis | null> {
  const env = process.env;
  if (env['SOJOURN_TEST_REDIS_URL'] || env['SOJOURN_TEST_NO_REDIS'] === '1') return null;
  const program = findRedis();
  if (program === null) {
    const remedy =
      'install one ("apt-get install redis-server") or give SOJOURN_TEST_REDIS_URL=redis://127.0.0.1:6379, then run npm test again';
    if (env['SOJOURN_TEST_REQUIRE_REDIS'] === '1') throw new Error(`No redis-server on this machine: ${remedy}.`);
    console.log(`Skipped: specs on Redis, because no server was found. To run them ${remedy}.`);
    // Said once, not once for each project.
    env['SOJOURN_TEST_NO_REDIS'] = '1';
    return null;
  }
  const server = await startRedis(program);
  env['SOJOURN_TEST_REDIS_URL'] = server.url;
  return server;
}
