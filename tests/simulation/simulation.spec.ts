import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circumstances, type FaultKind } from './faults.js';
import { search, tally, trial, trialTwice, type Search } from './trial.js';
import { worlds } from './world.js';

/**
 * The engine over a shadow database: random journeys, random lives, and workers that are refused, cut off, stopped, slowed
 * down and overtaken at any call of the store. The same seed is the same world to the last call.
 *
 * `SOJOURN_TEST_SEED`, `SOJOURN_TEST_PATH`: see one failure again. `SOJOURN_TEST_SOAK`: so many seconds, from a seed of today.
 */
const { SOJOURN_TEST_SEED: seed, SOJOURN_TEST_PATH: path, SOJOURN_TEST_SOAK: soak } = process.env;
const soakSeconds = Number(soak ?? 0);
/** Known seeds, and one that nobody has tried: a failure prints it. */
const seeds = seed ? [Number(seed)] : [1, 2, 3, Math.floor(Date.now() / 1_000) % 1_000_000_000];
const searches = (runs: number): readonly Search[] =>
  seeds.map((one) => ({ seed: one, runs: soak ? Infinity : runs, ...(path && { path }), ...(soak && { seconds: soakSeconds / seeds.length / 3 }) })); // prettier-ignore

const timeout = 60_000 + soakSeconds * 1_000;
const busy = fc.record({ world: worlds(true), how: circumstances() });
const calm = fc.record({ world: worlds(false), how: circumstances() });
const bitten = new Map<FaultKind, number>();

describe.each(searches(60))('worlds of seed $seed', (one) => {
  it('come to rest, and nobody is lost, moved twice or told twice', { timeout }, () =>
    search('come to rest', one, busy, async ({ world, how }) => {
      const lived = await trial(world, { circumstances: how });
      for (const [kind, times] of lived.house.bitten) bitten.set(kind, (bitten.get(kind) ?? 0) + times);
      return lived;
    }),
  );

  it('end the same with and without faults, for any number of workers and size of batches', { timeout }, () =>
    search('end the same', one, calm, ({ world, how }) => trialTwice(world, how)),
  );

  it('hold on real time too, where a late wake happens late', { timeout }, () =>
    search('hold on real time', one, busy, ({ world, how }) =>
      trial(world, { circumstances: how, logicalTime: false }),
    ),
  );
});

it('faults of every kind came to pass', () => {
  const kinds: readonly FaultKind[] = ['refused', 'lost', 'dies', 'dies-after', 'slow', 'slow-after', 'overtaken'];
  const { worlds: lived, journeys, calls, faults, cpuMs } = tally;
  const perSecond = Math.round((journeys / cpuMs) * 1_000);
  if (soak) console.log(`${lived} worlds, ${journeys} journeys to their end, ${calls} calls, ${faults} faults: ${perSecond} journeys a second of one core (${Math.round(cpuMs / 1_000)} s of processor time, checks included)`); // prettier-ignore
  expect(kinds.filter((kind) => !path && !bitten.get(kind))).toEqual([]);
});
