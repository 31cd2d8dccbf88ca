import { messageOf } from '@sojourn/kernel';
import type { Progress } from '@sojourn/execution';
import { ownCpuSeconds, ownPeakRssMb } from '../process-cost.js';
import type { EngineAnswer, EngineAsk, Lived, Worked } from './engine-protocol.js';
import { EngineUnderTest } from './engine-under-test.js';
import { Lateness } from './lateness.js';

/** Between two looks while nothing is due; as a worker's poll, but finer, so that it is the engine that is measured. */
const IDLE_MS = 20;

/** An engine in a process of its own: answers one ask after another over the parent's channel, until it is closed. */
export async function serveEngine(): Promise<void> {
  let engine: EngineUnderTest | undefined;
  let lateness = new Lateness(0);
  const opened = (): EngineUnderTest => {
    if (!engine) throw new Error('the engine is not open yet');
    return engine;
  };
  const answer = async (ask: EngineAsk): Promise<unknown> => {
    switch (ask.do) {
      case 'open':
        engine = await EngineUnderTest.open(ask, (steps, now) => lateness.add(steps, now));
        return true;
      case 'share':
        return opened().share();
      case 'work':
        opened().moveTo(ask.now);
        return measured(opened(), () => opened().work());
      case 'live':
        lateness = new Lateness(ask.timers);
        return { ...(await measured(opened(), () => live(opened(), ask))), late: lateness.summary() } satisfies Lived; // prettier-ignore
      case 'close':
        await engine?.close();
        engine = undefined;
        return true;
    }
  };
  await new Promise<void>((resolve) => {
    process.on('message', (ask: EngineAsk) => {
      void answer(ask)
        .then((ok): EngineAnswer => ({ ok }))
        .catch((error: unknown): EngineAnswer => ({
          failed: error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error),
        })) // prettier-ignore
        .then((reply) => process.send?.(reply, () => ask.do === 'close' && process.disconnect()));
    });
    // The parent is gone, or has what it wanted.
    process.once('disconnect', resolve);
  });
  await engine?.close();
}

async function measured(engine: EngineUnderTest, work: () => Promise<Progress>): Promise<Worked> {
  const statements = engine.database.counters.statements;
  const startRssMb = process.memoryUsage.rss() / 2 ** 20;
  const routingMs = engine.routingMs;
  const cpu = ownCpuSeconds();
  const began = performance.now();
  const progress = await work();
  return {
    ms: performance.now() - began,
    wakes: progress.wakes,
    routed: progress.routed,
    routingMs: engine.routingMs - routingMs,
    admitted: progress.admitted,
    delivered: progress.delivered,
    quarantined: progress.quarantined,
    statements: engine.database.counters.statements - statements,
    cpuSeconds: ownCpuSeconds() - cpu,
    peakRssMb: ownPeakRssMb(),
    startRssMb,
  };
}

async function live(
  engine: EngineUnderTest,
  { offsetMs, last, until }: Extract<EngineAsk, { do: 'live' }>,
): Promise<Progress> {
  const sum: Progress = { routed: 0, admitted: 0, wakes: 0, steps: 0, delivered: 0, quarantined: 0 };
  engine.goLive(offsetMs);
  for (let now = engine.now(); now < until; now = engine.now()) {
    const progress = await engine.work();
    for (const key of Object.keys(sum) as (keyof Progress)[]) sum[key] += progress[key];
    if (progress.wakes > 0) continue;
    if (now > last) break;
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  }
  return sum;
}
