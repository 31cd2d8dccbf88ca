import type { WorkLane, WorkQueue } from '@sojourn/execution';
import { messageOf } from '@sojourn/kernel';
import { createBullmqQueue, createInlineQueue } from '@sojourn/queue';
import type { JourneyStore } from '@sojourn/execution';
import type { Config } from '../config/config.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Health, Log } from '../ports.js';
import type { Stoppable } from '../shutdown.js';
import type { LaneFaults } from './lane-faults.js';

export interface WorkQueueParts {
  readonly config: Pick<Config, 'redisUrl' | 'databaseUrl'>;
  /** As the shard table knows this process; undefined: it moves nobody. */
  readonly worker: string | undefined;
  readonly owners: JourneyStore['shards']['owners'];
  readonly health: Health;
  readonly faults: LaneFaults;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** What wakes the lanes: within this process, or over Redis also on other machines. */
export function openWorkQueue({
  config,
  worker,
  owners,
  health,
  faults,
  metrics,
  log,
}: WorkQueueParts): WorkQueue & Stoppable {
  const onError = (error: unknown, lane: WorkLane): void => {
    faults.failed(lane, messageOf(error));
    metrics.failed(lane);
    log.error({ err: error, lane }, 'a round of work failed and is tried again');
  };
  // An SQLite file has one engine: nobody else is to be woken.
  if (config.redisUrl === undefined || config.databaseUrl.startsWith('sqlite:')) return Object.assign(createInlineQueue(onError), { stop: () => Promise.resolve() }); // prettier-ignore
  health.degraded = 'Redis is not reached yet; workers poll';
  metrics.redis(false);
  const queue = createBullmqQueue({
    url: config.redisUrl,
    worker,
    owners,
    onError,
    onRedis({ connected, reason }) {
      metrics.redis(connected);
      health.degraded = connected ? undefined : `Redis cannot be reached (${reason}); workers poll`;
      if (connected) log.info({}, 'Redis is there: workers are woken');
      else log.warn({ reason }, 'Redis cannot be reached: work goes on, found by polling');
    },
  });
  return Object.assign(queue, { stop: () => queue.close() });
}
