import type { Json } from '@sojourn/kernel';
import { schemaIssues } from '@sojourn/journey';
import { call, run, specOf } from '../bench.js';
import { result, type Check } from '../check.js';
import { difference } from '../matches.js';

/** Every contact of the fixtures ends up where it shall, every other function answers what it shall. */
export const fixtures: Check = {
  name: 'fixtures',
  async run(bench) {
    const problems: string[] = [];
    let looked = 0;
    for (const fixture of bench.fixtures) {
      const misfits = schemaIssues(specOf(bench, fixture.node).config, fixture.config, 'config', '');
      problems.push(...misfits.map(({ pointer, message }) => `${fixture.file}: /config${pointer} breaks the node's schema: ${message.en}`)); // prettier-ignore
      if (fixture.items.length > 0) {
        const { decisions, faults, audit, log } = await run(bench, fixture);
        fixture.items.forEach(({ name, expect = {} }, index) => {
          looked += 1;
          const found = faults[index] ?? difference(expect, decisions[index] as unknown as Json);
          if (found) problems.push(`${fixture.file}, ${name}, node ${fixture.node}: ${found}`);
        });
        for (const wanted of audit.unanswered)
          problems.push(`${fixture.file}: no answer is written for ${wanted}; add it under "http"`);
        if (problems.length > 0) problems.push(...log.map((line) => `  log: ${line}`));
      }
      for (const one of fixture.calls ?? []) {
        looked += 1;
        const answer = await call(bench, fixture, one);
        const found = 'fault' in answer ? answer.fault : difference(one.expect ?? null, answer.value);
        if (found) problems.push(`${fixture.file}, ${one.name} (${one.entry}): ${found}`);
      }
    }
    if (looked === 0) problems.push('There are no fixtures: write contacts and what shall become of them in tests/fixtures/*.json.'); // prettier-ignore
    const silent = bench.fixtures.flatMap(({ file, items }) => items.filter(({ expect }) => expect === undefined).map(({ name }) => `${file}, ${name}: it has no "expect", so any decision is right`)); // prettier-ignore
    return { ...result('fixtures', looked, 'cases', problems), notes: silent };
  },
};
