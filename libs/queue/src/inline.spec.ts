import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInlineQueue } from './inline.js';

// Timers go when the spec says so: nothing here depends on how busy the machine is.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const soon = async (ms: number): Promise<void> => void (await vi.advanceTimersByTimeAsync(ms));
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('runs the work on an announcement long before the poll', async () => {
  let runs = 0;
  const queue = createInlineQueue((error) => { throw error; }); // prettier-ignore
  const stop = queue.serve('advance', async () => void runs++, { pollMs: 60_000 });
  await soon(5);
  expect(runs).toBe(1);
  queue.announce();
  await soon(5);
  expect(runs).toBe(2);
  await stop();
});

it('runs again when work was announced while it ran, and never twice at once', async () => {
  let under = 0;
  let most = 0;
  let runs = 0;
  const queue = createInlineQueue((error) => { throw error; }); // prettier-ignore
  const stop = queue.serve(
    'advance',
    async () => {
      most = Math.max(most, ++under);
      runs++;
      await later(10);
      under--;
    },
    { pollMs: 60_000 },
  );
  await soon(2);
  queue.announce();
  queue.announce();
  await soon(40);
  expect({ most, runs }).toEqual({ most: 1, runs: 2 });
  await stop();
});

it('goes on after work that failed, and says so', async () => {
  const heard: unknown[] = [];
  let runs = 0;
  const queue = createInlineQueue((error) => heard.push(error));
  const stop = queue.serve(
    'advance',
    async () => {
      if (++runs === 1) throw new Error('the disk is full');
    },
    { pollMs: 5 },
  );
  await soon(40);
  expect(runs).toBeGreaterThan(1);
  expect(heard).toHaveLength(1);
  await stop();
});

it('lanes wait for nobody but themselves; an announcement without a lane is for all of them', async () => {
  const runs = { advance: 0, send: 0 };
  const queue = createInlineQueue((error) => { throw error; }); // prettier-ignore
  const stopSlow = queue.serve('advance', () => (runs.advance++, later(100)), { pollMs: 60_000 });
  const stopSend = queue.serve('send', async () => void runs.send++, { pollMs: 60_000 });
  await soon(5);
  queue.announce('send', [3]);
  await soon(5);
  queue.announce();
  await soon(5);
  expect(runs).toEqual({ advance: 1, send: 3 });
  const stopping = stopSlow();
  await soon(100);
  await stopping;
  await stopSend();
});

it('comes back as soon as the work asks for it, and no later than the poll', async () => {
  const at: number[] = [];
  const queue = createInlineQueue((error) => { throw error; }); // prettier-ignore
  const stop = queue.serve('advance', async () => (at.push(performance.now()), at.length === 1 ? 15 : 60_000), { pollMs: 80 }); // prettier-ignore
  await soon(150);
  const [first = 0, second = 0, third = 0] = at;
  expect(second - first).toBeLessThan(60);
  expect(third - second).toBeGreaterThan(60);
  await stop();
});
