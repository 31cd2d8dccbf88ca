import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CALM, circumstances } from './faults.js';
import { MUTANTS, type Mutant } from './mutants.js';
import { trial, trialTwice } from './trial.js';
import { worlds } from './world.js';

/** Worlds to try before a mistake counts as unseen. */
const MOST = 300;

const samples = fc.sample(fc.record({ world: worlds(true), calm: worlds(false), how: circumstances() }), { numRuns: MOST, seed: 1 }); // prettier-ignore

/** What is first seen of an engine that somebody built a mistake into; undefined: nothing. */
async function seen({ build, shows }: Partial<Mutant>): Promise<string | undefined> {
  if (shows) return (await trial(shows, { circumstances: { ...CALM, batchSize: 1 }, mutate: build })).wrong[0];
  for (const [tries, { world, calm, how }] of samples.entries()) {
    const { wrong } = tries % 2 ? await trialTwice(calm, how, build) : await trial(world, { circumstances: how, mutate: build }); // prettier-ignore
    if (wrong[0] !== undefined) return `in world ${tries + 1}: ${wrong[0].slice(0, 140).replaceAll('\n', ' ')}`;
  }
  return undefined;
}

/** The verifier verified: engines with a known mistake, each of which some property must see. */
it.each(MUTANTS.map((mutant) => [mutant.mistake, mutant] as const))(
  'sees that %s',
  { timeout: 60_000 },
  async (_, mutant) => {
    const what = await seen(mutant);
    if (process.env['SOJOURN_TEST_TELL']) console.log(what);
    expect(what).toBeDefined();
  },
);

it('sees nothing where there is no mistake', { timeout: 60_000 }, async () => {
  expect(await seen({})).toBeUndefined();
  for (const { shows } of MUTANTS) if (shows) expect(await seen({ shows })).toBeUndefined();
});
