import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { GuestHost } from '@sojourn/execution';
import { VirtualClock } from '@sojourn/kernel';
import { Breaker } from './breaker.js';
import { FairQueue } from './fair-queue.js';
import { createSandbox } from './index.js';

describe('who is served next', () => {
  const free = () => false;
  const served = (queue: FairQueue<number>, most = 100): string[] => {
    const out: string[] = [];
    for (let next = queue.next(free); next && out.length < most; next = queue.next(free))
      out.push(`${next.tenant}${next.job}`);
    return out;
  };

  it('is each tenant in turn, whoever came first with however many', () => {
    const queue = new FairQueue<number>(new VirtualClock(0), { cpuMs: 1_000, windowMs: 10_000 });
    for (let job = 0; job < 4; job++) queue.push('a', job);
    queue.push('b', 0);
    queue.push('c', 0);
    queue.push('c', 1);
    expect(served(queue)).toEqual(['a0', 'b0', 'c0', 'a1', 'c1', 'a2', 'a3']);
  });

  it('is last who has used up its budget, until the window has moved on', () => {
    const clock = new VirtualClock(0);
    const queue = new FairQueue<number>(clock, { cpuMs: 1_000, windowMs: 10_000 });
    queue.charge('a', 600);
    expect(queue.isSpent('a')).toBe(false);
    queue.charge('a', 600);
    for (const tenant of ['a', 'b', 'c']) for (const job of [0, 1]) queue.push(tenant, job);
    expect(served(queue)).toEqual(['b0', 'c0', 'b1', 'c1', 'a0', 'a1']);
    clock.advanceTo(11_000);
    for (const tenant of ['a', 'b']) queue.push(tenant, 2);
    expect(served(queue)).toEqual(['a2', 'b2']);
  });

  it('is nobody beyond a hard budget', () => {
    const clock = new VirtualClock(0);
    const queue = new FairQueue<number>(clock, { cpuMs: 1_000, windowMs: 10_000, hard: true });
    queue.charge('a', 2_000);
    queue.push('a', 0);
    expect(served(queue)).toEqual([]);
    clock.advanceTo(10_000);
    expect(served(queue)).toEqual(['a0']);
  });
});

describe('the circuit breaker', () => {
  const hard = { hard: true, some: false };
  const well = { hard: false, some: true };

  it('opens after so many deaths in a row, tries one job when it has rested, and closes when that does well', () => {
    const clock = new VirtualClock(0);
    const breaker = new Breaker(clock, { failures: 3, openMs: 1_000 });
    for (let i = 0; i < 3; i++) {
      expect(breaker.admit('a')).toBeNull();
      breaker.report('a', hard);
    }
    expect(breaker.admit('a')).toBe(1_000);
    expect(breaker.admit('b'), 'another plugin').toBeNull();
    clock.advanceTo(1_000);
    expect(breaker.admit('a')).toBeNull();
    expect(breaker.admit('a'), 'while one is tried').not.toBeNull();
    breaker.report('a', hard);
    expect(breaker.admit('a'), 'it failed again').toBe(2_000);
    clock.advanceTo(2_000);
    expect(breaker.admit('a')).toBeNull();
    breaker.report('a', well);
    expect(breaker.admit('a')).toBeNull();
  });

  it('stays closed when something comes of the jobs, or they merely fail', () => {
    const breaker = new Breaker(new VirtualClock(0), { failures: 2, openMs: 1_000 });
    for (let i = 0; i < 9; i++) {
      for (const came of [hard, { hard: true, some: true }, hard, { hard: false, some: false }]) {
        expect(breaker.admit('a')).toBeNull();
        breaker.report('a', came);
      }
    }
  });
});

const programOf = (code: string) => ({ code, hash: createHash('sha256').update(code).digest('hex') });
const plugin = (body: string) => programOf(`var sojournPlugin = { async call(entry, text, host) { ${body} } };`);
const call = (body: string, workspaceId = 1) => ({
  program: plugin(body),
  tenant: { workspaceId, plugin: 'acme.test' },
  limits: { cpuMs: 100, wallMs: 5_000, memoryMb: 32, calls: 5 },
  at: 0,
  seed: 's',
  entry: 'options',
  input: {},
});

describe('a plugin that only hangs', () => {
  const clock = new VirtualClock(0);
  const sandbox = createSandbox({ processes: 1, clock, breaker: { failures: 2, openMs: 5_000 } });
  afterAll(() => sandbox.close());

  it('is left alone for a while, in its workspace', async () => {
    const ends: string[] = [];
    for (let i = 0; i < 3; i++) ends.push((await sandbox.call(call('for (;;);'))).result.status);
    expect(ends).toEqual(['timeout', 'timeout', 'circuit-open']);
    expect((await sandbox.call(call('return "1"', 2))).result.status, 'another workspace').toBe('ok');
    const batch = await sandbox.runBatch({ ...call('return "1"'), head: {}, items: [{ key: 0 }, { key: 1 }] });
    expect(batch.results.map(({ status }) => status)).toEqual(['circuit-open', 'circuit-open']);
    clock.advanceTo(5_000);
    expect((await sandbox.call(call('return "1"'))).result, 'after its rest').toEqual({ status: 'ok', value: 1 });
  });
});

describe('many workspaces at one process', () => {
  const sandbox = createSandbox({ processes: 1, breaker: { failures: 1_000, openMs: 1 } });
  afterAll(() => sandbox.close());

  it('wait for each other’s turn, not for all that one has handed in before', async () => {
    const order: number[] = [];
    const done = async (workspaceId: number): Promise<void> => {
      await sandbox.call(call('return "1"', workspaceId));
      order.push(workspaceId);
    };
    await done(9);
    order.length = 0;
    await Promise.all([...Array.from({ length: 20 }, () => done(1)), done(2), done(3)]);
    expect(order.slice(0, 5)).toContain(2);
    expect(order.slice(0, 5)).toContain(3);
  });

  it('compute while another waits for its host', async () => {
    let reply = (): void => undefined;
    const host: GuestHost = (calls) => new Promise((resolve) => (reply = () => resolve(calls.map(() => ({ ok: 5 })))));
    const waiting = sandbox.call({ ...call('return await host("http", "{}")'), host });
    await expect.poll(async () => (await sandbox.call(call('return "1"', 2))).result.status).toBe('ok');
    reply();
    expect((await waiting).result).toEqual({ status: 'ok', value: { ok: 5 } });
  });

  it('are told when a hard share is used up', async () => {
    const strict = createSandbox({
      processes: 1,
      budget: { cpuMs: 50, windowMs: 60_000, hard: true },
      clock: new VirtualClock(0),
    });
    try {
      expect((await strict.call(call('for (;;);'))).result.status).toBe('timeout');
      expect((await strict.call(call('return "1"'))).result.status).toBe('limit');
      expect((await strict.call(call('return "1"', 2))).result.status).toBe('ok');
    } finally {
      await strict.close();
    }
  });
});

describe('a process that is killed', () => {
  it('is replaced by the one that was started ahead', async () => {
    const started: number[] = [];
    const sandbox = createSandbox({ processes: 1, onProcess: ({ pid }) => void started.push(pid) });
    try {
      const run = async (source: string) =>
        (await sandbox.run({ source, inputs: [{}], timeoutMs: 2_000, memoryMb: 32 }))[0]?.status;
      expect(await run('return 1')).toBe('ok');
      await expect.poll(() => started.length).toBe(2);
      const job = run('let n = 0; for (let i = 0; i < 2e7; i++) n += i % 7; return n');
      await new Promise((resolve) => setTimeout(resolve, 20));
      process.kill(started[0]!, 'SIGKILL');
      expect(await job, 'its job is begun anew').toBe('ok');
      await expect.poll(() => started.length, { message: 'the next spare' }).toBe(3);
    } finally {
      await sandbox.close();
    }
  });
});
