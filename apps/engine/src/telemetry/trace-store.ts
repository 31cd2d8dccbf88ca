import { context, trace, type Span } from '@opentelemetry/api';
import type { JourneyStore } from '@sojourn/execution';
import { fail, moment, past, tracer } from './spans.js';

interface Batch {
  readonly span: Span;
  /** When its last part was over: what lies between two parts is the step, in memory. */
  partEndedAt: number;
}

/**
 * The engine's store with a span for each batch and its parts: claim, load, step, settle, commit; and for each batch of events
 * and of entry timers. The parts find their batch by the runs they are handed, because two batches are under way at a time.
 */
export function traceStore(store: JourneyStore): JourneyStore {
  const batches = new WeakMap<object, Batch>();
  const batchOf = (runs: readonly object[]): Batch | undefined => {
    for (const run of runs) {
      const batch = batches.get(run);
      if (batch) return batch;
    }
    return undefined;
  };
  const part = async <T>(name: string, batch: Batch | undefined, size: number, work: () => Promise<T>): Promise<T> => {
    if (!batch) return work();
    const from = moment();
    if (name === 'commit') past('step', batch.span, batch.partEndedAt, from);
    const span = tracer.startSpan(name, { startTime: from, attributes: { 'sojourn.runs': size } }, trace.setSpan(context.active(), batch.span)); // prettier-ignore
    try {
      return await work();
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      batch.partEndedAt = moment();
      span.end(batch.partEndedAt);
      // A batch that is bisected commits several times: its span ends with the first, the others still hang below it.
      if (name === 'commit') batch.span.end(batch.partEndedAt);
    }
  };
  const after = async <T extends { readonly signals: number }>(name: string, work: () => Promise<T>): Promise<T> => {
    const from = moment();
    const done = await work();
    if (done.signals > 0) past(name, undefined, from, moment(), { 'sojourn.items': done.signals });
    return done;
  };

  return {
    ...store,
    async claimRuns(claim) {
      const from = moment();
      const runs = await store.claimRuns(claim);
      if (runs.length === 0) return runs;
      const to = moment();
      const span = tracer.startSpan('batch', { startTime: from, attributes: { 'sojourn.runs': runs.length } });
      past('claim', span, from, to);
      const batch = { span, partEndedAt: to };
      for (const run of runs) batches.set(run, batch);
      return runs;
    },
    loadFacts: (wanted, reads) => part('load', batchOf(wanted), wanted.length, () => store.loadFacts(wanted, reads)),
    commit: (steps) => part('commit', batchOf(steps.map(({ run }) => run)), steps.length, () => store.commit(steps)),
    routeSignals: (claim, route) => after('route', () => store.routeSignals(claim, route)),
    fireEntryTimers: (due, fire) => after('entry timers', () => store.fireEntryTimers(due, fire)),
  };
}
