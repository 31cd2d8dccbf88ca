import type { Beat, Observation, WorkLane } from '@sojourn/execution';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. From a wake that came at once to one that a night's outage held up. */
const LATENESS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1_800, 7_200, 43_200];
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const SIZES = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000];

/**
 * Everything this process tells Prometheus. Names begin with `sojourn_`, times are seconds, and no label holds what there are
 * many of: no contact, no run, no journey.
 */
export class Metrics {
  readonly registry = new Registry();

  readonly #batchRuns = this.#histogram('batch_runs', 'Runs moved together in one batch', SIZES);
  readonly #batchSeconds = this.#histogram('batch_seconds', 'From reading a batch to its commit', SECONDS);
  readonly #wakes = this.#counter('wakes_total', 'Runs that were due and were moved');
  readonly #steps = this.#counter('steps_total', 'Steps that runs passed or began to wait at');
  readonly #fencedOut = this.#counter(
    'fenced_out_total',
    'Runs that another write had overtaken: nothing of them was written',
  );
  readonly #bisected = this.#counter(
    'bisected_total',
    'Commits repeated in halves because something in the batch was bad',
  );
  readonly #quarantined = this.#counter('quarantined_total', 'Runs taken out of circulation with a reason');
  readonly #lateness = this.#histogram(
    'timer_lateness_seconds',
    'How long after its moment a timed wake came',
    LATENESS,
  );
  readonly #routed = this.#counter('events_routed_total', 'Events that journeys have heard of');
  readonly #routingSeconds = this.#histogram('routing_seconds', 'One batch of events through all journeys', SECONDS);
  readonly #admitted = this.#counter('admitted_total', 'Contacts let into a journey', ['by']);
  readonly #woken = this.#counter('woken_total', 'Waiting runs woken by an event');
  readonly #exited = this.#counter('exited_total', 'Runs ended by an exit rule on an event');
  readonly #delivered = this.#counter('deliveries_total', 'Deliveries handed over, by how that ended', [
    'channel',
    'end',
  ]);
  readonly #deliverySeconds = this.#histogram('delivery_seconds', 'One call of a courier', SECONDS, ['channel']);
  readonly #unknownCommits = this.#counter(
    'unknown_commits_total',
    'Commits whose answer was lost with the connection',
  );
  readonly #shardsLost = this.#counter(
    'shards_lost_total',
    'Shards found to have another owner while work of theirs was written',
  );

  readonly #shardsOwned = this.#gauge('shards_owned', 'Shards this process owns');
  readonly #workersLive = this.#gauge('workers_live', 'Workers that live, as this one counts them');
  readonly #renewals = this.#counter('lease_renewals_total', 'Renewals of this process’s lease', ['result']);
  readonly #renewedAt = this.#gauge('lease_renewed_timestamp_seconds', 'When the lease was renewed last');
  readonly #rounds = this.#histogram('lane_round_seconds', 'One round of work in a lane', SECONDS, ['lane']);
  readonly #failures = this.#counter('lane_failures_total', 'Rounds of work that failed and were tried again', [
    'lane',
  ]);
  readonly #redis = this.#gauge(
    'redis_connected',
    'Whether Redis can be reached: 1 or 0; absent without SOJOURN_REDIS_URL',
  );
  readonly #sandboxDeaths = this.#counter('sandbox_failures_total', 'Scripts that failed hard, by how', ['status']);
  readonly #http = this.#histogram('http_request_seconds', 'Requests answered', SECONDS, ['method', 'route', 'status']);

  constructor() {
    // Processor time, memory, garbage collection, and how long the event loop lags.
    collectDefaultMetrics({ register: this.registry });
    // Absent, not 0, in a process that they do not concern: an API owns no shards, and who has no Redis misses none.
    for (const gauge of [this.#shardsOwned, this.#workersLive, this.#renewedAt, this.#redis]) gauge.remove();
    for (const lane of ['advance', 'send', 'import', 'insight']) this.#failures.inc({ lane }, 0);
    for (const result of ['kept', 'failed']) this.#renewals.inc({ result }, 0);
    for (const by of ['event', 'timer']) this.#admitted.inc({ by }, 0);
  }

  /** What the engine says of its work. */
  observe(what: Observation): void {
    switch (what.kind) {
      case 'batch':
        this.#batchRuns.observe(what.claimed);
        this.#batchSeconds.observe(what.ms / 1_000);
        this.#wakes.inc(what.claimed);
        this.#steps.inc(what.steps);
        this.#fencedOut.inc(what.fencedOut);
        this.#bisected.inc(what.bisected);
        this.#quarantined.inc(what.quarantined);
        for (const late of what.lateMs) this.#lateness.observe(Math.max(0, late) / 1_000);
        break;
      case 'routed':
        this.#routed.inc(what.signals);
        this.#admitted.inc({ by: 'event' }, what.admitted);
        this.#woken.inc(what.woken);
        this.#exited.inc(what.ended);
        this.#routingSeconds.observe(what.ms / 1_000);
        break;
      case 'timers':
        this.#admitted.inc({ by: 'timer' }, what.admitted);
        break;
      case 'delivered':
        for (const [end, n] of Object.entries(what.ended)) this.#delivered.inc({ channel: what.channel, end }, n);
        this.#deliverySeconds.observe({ channel: what.channel }, what.ms / 1_000);
        break;
      case 'lost':
        this.#shardsLost.inc(what.shards.length);
        break;
      case 'unknown-commit':
        this.#unknownCommits.inc();
        break;
    }
  }

  beat(result: Beat | { readonly failed: unknown }): void {
    this.#renewals.inc({ result: 'failed' in result ? 'failed' : 'kept' });
    if ('failed' in result) return;
    this.#workersLive.set(result.workers);
    this.#renewedAt.setToCurrentTime();
  }

  shards(owned: number): void {
    this.#shardsOwned.set(owned);
  }

  round(lane: WorkLane, ms: number): void {
    this.#rounds.observe({ lane }, ms / 1_000);
  }

  failed(lane: WorkLane): void {
    this.#failures.inc({ lane });
  }

  redis(connected: boolean): void {
    this.#redis.set(connected ? 1 : 0);
  }

  script(status: 'error' | 'timeout' | 'memory'): void {
    this.#sandboxDeaths.inc({ status });
  }

  request(method: string, route: string, status: number, ms: number): void {
    this.#http.observe({ method, route, status: String(status) }, ms / 1_000);
  }

  #counter<const L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name: `sojourn_${name}`, help, labelNames, registers: [this.registry] });
  }
  #gauge<const L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    return new Gauge({ name: `sojourn_${name}`, help, labelNames, registers: [this.registry] });
  }
  #histogram<const L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly L[] = [],
  ): Histogram<L> {
    return new Histogram({ name: `sojourn_${name}`, help, labelNames, buckets, registers: [this.registry] });
  }
}
