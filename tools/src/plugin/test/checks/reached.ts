import { nodeTypeOf } from '@sojourn/plugin-sdk';
import { manifestOf, type Bench } from '../bench.js';
import { result, type Check } from '../check.js';

/** Every way out that the fixtures' configs draw was taken by someone. Comes after the checks that run the node. */
export const outcomes: Check = {
  name: 'outcomes',
  run: async (bench) => {
    const problems: string[] = [];
    let looked = 0;
    for (const { type, kind } of bench.project.manifest.nodes) {
      if (kind === 'trigger') continue;
      const drawn = outcomesOf(bench, type);
      const reached = bench.seen.outcomes.get(type) ?? new Set();
      looked += drawn.size;
      for (const [id, file] of drawn) {
        if (!reached.has(id))
          problems.push(`${type}: no contact leaves by "${id}" (drawn by ${file}); add one that does`);
      }
    }
    return result('outcomes', looked, 'ways out', problems);
  },
};

function outcomesOf(bench: Bench, type: string): ReadonlyMap<string, string> {
  const nodeType = nodeTypeOf(manifestOf(bench, type));
  const of = bench.fixtures.filter(({ node }) => node === type);
  const configs = of.length > 0 ? of : [{ file: 'the defaults', config: manifestOf(bench, type).defaults }];
  return new Map(configs.flatMap(({ file, config }) => nodeType.outcomes(config).map(({ id }) => [id, file] as const)));
}

/** Every reason that the manifest calls an error was given to someone. */
export const errors: Check = {
  name: 'errors',
  run: async (bench) => {
    const problems: string[] = [];
    let looked = 0;
    for (const { type, errors: declared = [], reasons } of bench.project.manifest.nodes) {
      const given = bench.seen.reasons.get(type) ?? new Set();
      for (const code of declared) {
        looked += 1;
        if (!Object.hasOwn(reasons, code)) problems.push(`${type}: the error "${code}" has no words in "reasons"`);
        else if (!given.has(code)) problems.push(`${type}: no contact meets the error "${code}"; add one that does`);
      }
    }
    return result('errors', looked, 'declared errors', problems);
  },
};
