import { fixtureItems, run, specOf } from '../bench.js';
import { result, type Check } from '../check.js';

/** A full batch stays within the processor time and the calls that the manifest names. */
export const budgets: Check = {
  name: 'budgets',
  async run(bench) {
    const problems: string[] = [];
    const figures: string[] = [];
    for (const fixture of bench.fixtures) {
      const own = fixtureItems(bench, fixture);
      if (own.length === 0) continue;
      const { batch = {}, budgets: limits = {} } = specOf(bench, fixture.node);
      const { cpuMs = 1_000, callsPerItem = 2 } = limits;
      const items = Array.from({ length: batch.max ?? 1_000 }, (_, key) => ({ ...own[key % own.length]!, key, runId: key + 1 })); // prettier-ignore
      const ran = await run(bench, fixture, { items, writtenFor: (key) => key % own.length });
      figures.push(`${fixture.node}: ${items.length} contacts in ${ran.cpuMs.toFixed(0)} of ${cpuMs} ms`);
      const failed = ran.faults.filter((fault) => fault !== null);
      if (failed.length > 0) problems.push(`${fixture.file}: in a batch of ${items.length}, ${failed.length} go wrong; the first: ${failed[0]}`); // prettier-ignore
      if (ran.cpuMs > cpuMs) problems.push(`${fixture.file}: ${items.length} contacts take ${ran.cpuMs.toFixed(0)} ms of processor time, the budget is ${cpuMs}`); // prettier-ignore
      const most = Math.max(0, ...ran.audit.callsOf.values());
      if (most > callsPerItem) problems.push(`${fixture.file}: ${most} calls for one contact, the budget is ${callsPerItem}`); // prettier-ignore
    }
    return {
      ...result('budgets', figures.length, 'full batches', problems),
      detail: figures.join('; ') || 'no batches',
    };
  },
};
