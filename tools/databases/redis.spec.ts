import { createConnection } from 'node:net';
import { expect, it } from 'vitest';
import { findRedis, startRedis } from '../src/databases/redis.js';

const program = findRedis();
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => resolve((socket.destroy(), true)));
    socket.once('error', () => resolve(false));
  });

it('finds no server where there is none', () => expect(findRedis(['/nowhere'])).toBeNull());

it.skipIf(program === null)(
  'starts a Redis of its own, again on the same port, and leaves nothing behind',
  async () => {
    const first = await startRedis(program!); // skipped without one
    expect(await answers(first.port)).toBe(true);
    await first.stop();
    expect(await answers(first.port)).toBe(false);
    const second = await startRedis(program!, first.port);
    expect(second.url).toBe(first.url);
    await second.stop();
  },
);
