import type { WorkLane, WorkQueue } from '@sojourn/execution';
import { startRounds, type Rounds } from './rounds.js';

/**
 * The work queue of one process: an announcement runs the work soon, a poll runs it anyway, and it never runs twice
 * at once. It carries nothing, so nothing is lost with it. All shards are here, so which of them has work does not matter.
 */
export function createInlineQueue(onError: (error: unknown, lane: WorkLane) => void): WorkQueue {
  const served = new Map<WorkLane, Rounds>();
  return {
    announce(lane) {
      for (const [name, rounds] of served) if (lane === undefined || lane === name) rounds.wake();
    },
    serve(lane, work, { pollMs }) {
      const rounds = startRounds(work, { pollMs, onError: (error) => onError(error, lane) });
      served.set(lane, rounds);
      return async () => {
        served.delete(lane);
        await rounds.stop();
      };
    },
  };
}
