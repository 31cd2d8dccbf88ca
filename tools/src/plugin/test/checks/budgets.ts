import { fixtureItems, fullBatch, livingFixtures, run, specOf } from '../bench.js';
import { result, type Check } from '../check.js';

/** How many times the budget is not worth trying. */
const FAR = 20;

/** A full batch stays within the processor time and the calls that the manifest names. */
export const budgets: Check = {
  name: 'budgets',
  async run(bench) {
    const problems: string[] = [];
    const figures: string[] = [];
    for (const fixture of livingFixtures(bench)) {
      const own = fixtureItems(bench, fixture);
      if (own.length === 0) continue;
      const { cpuMs = 1_000, callsPerItem = 2 } = specOf(bench, fixture.node).budgets ?? {};
      const items = fullBatch(bench, fixture, own);
      // What would be ended dozens of times is not begun.
      const few = await run(bench, fixture);
      const likely = (few.cpuMs / own.length) * items.length;
      if (likely > FAR * cpuMs) {
        problems.push(`${fixture.file}: ${own.length} contacts take ${few.cpuMs.toFixed(0)} ms of processor time, so ${items.length} would take about ${likely.toFixed(0)}; the budget is ${cpuMs}. Do less for each, or lower "batch.max"`); // prettier-ignore
        figures.push(`${fixture.node}: about ${likely.toFixed(0)} of ${cpuMs} ms`);
        continue;
      }
      const ran = await run(bench, fixture, { items, writtenFor: (key) => key % own.length });
      figures.push(`${fixture.node}: ${items.length} contacts in ${ran.cpuMs.toFixed(0)} of ${cpuMs} ms`);
      const failed = ran.faults.filter((fault) => fault !== null);
      if (failed.length > 0) problems.push(`${fixture.file}: in a batch of ${items.length}, ${failed.length} go wrong; the first: ${failed[0]}`); // prettier-ignore
      if (ran.cpuMs > cpuMs) problems.push(`${fixture.file}: ${items.length} contacts take ${ran.cpuMs.toFixed(0)} ms of processor time, the budget is ${cpuMs}. Do less for each, or lower "batch.max"`); // prettier-ignore
      const most = Math.max(0, ...ran.audit.callsOf.values());
      if (most > callsPerItem) problems.push(`${fixture.file}: ${most} calls for one contact, the budget is ${callsPerItem}`); // prettier-ignore
    }
    return {
      ...result('budgets', figures.length, 'full batches', problems),
      detail: figures.join('; ') || 'no batches',
    };
  },
};
