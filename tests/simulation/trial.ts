import fc from 'fast-check';
import { messageOf } from '@sojourn/kernel';
import { CALM, type Circumstances } from './faults.js';
import { House, type HouseOptions } from './house.js';
import { lives } from './lives.js';
import { violations } from './properties.js';
import type { World } from './world.js';

export interface Trial {
  readonly house: House;
  /** What is wrong, by property; empty when all is well. */
  readonly wrong: readonly string[];
}

/** What was lived through so far with something going wrong; processor time of this process in milliseconds. */
export const tally = { worlds: 0, journeys: 0, calls: 0, faults: 0, cpuMs: 0 };

/** Lives through a world, and says what was wrong with it. */
export async function trial(world: World, options: HouseOptions): Promise<Trial> {
  const before = process.cpuUsage();
  const lived = await live(world, options);
  const { user, system } = process.cpuUsage(before);
  if (options.circumstances.faults.length === 0) return lived;
  const { shadow, calls, bitten } = lived.house;
  tally.worlds++;
  for (const { state } of shadow.tables.runs.values()) if (state === 'ended') tally.journeys++;
  tally.calls += calls;
  for (const times of bitten.values()) tally.faults += times;
  tally.cpuMs += (user + system) / 1_000;
  return lived;
}

async function live(world: World, options: HouseOptions): Promise<Trial> {
  const house = new House(options);
  try {
    await house.live(world);
  } catch (error) {
    const cause = error instanceof Error && error.cause ? `\n${String((error.cause as Error).stack)}` : '';
    return { house, wrong: [`itComesToRest: ${messageOf(error)}${cause}`] };
  }
  return { house, wrong: violations({ world, house }) };
}

/** The same world once in peace and once in these circumstances: faults cost delay, and change nothing for anybody. */
export async function trialTwice(
  world: World,
  circumstances: Circumstances,
  mutate?: HouseOptions['mutate'],
): Promise<Trial> {
  const rough = await trial(world, { circumstances, mutate });
  if (rough.wrong.length > 0 || !isFixed(world)) return rough;
  const calm = await trial(world, { circumstances: CALM, mutate });
  const [told, expected] = [lives(rough.house.shadow), lives(calm.house.shadow)];
  const { tables } = rough.house.shadow;
  // A mail that was with its provider when the process died may have arrived, and nobody asks again: that is the promise.
  const doubtful = new Set([...tables.outbox.values()].flatMap(({ state, contactId }) => (state === 'unknown' ? [tables.contacts.get(contactId)?.externalId] : []))); // prettier-ignore
  const others = Object.keys(expected).filter(
    (who) => !doubtful.has(who) && JSON.stringify(told[who]) !== JSON.stringify(expected[who]),
  );
  const wrong = others.map(
    (who) => `sameEndForAll: ${who} lived\n${list(told[who])}\ninstead of\n${list(expected[who])}`,
  );
  return { house: rough.house, wrong: [...calm.wrong, ...wrong] };
}

/**
 * Whether how a world ends depends on nothing but itself. Who gets the last codes depends on who comes first; and after a sleep,
 * which of the missed schedules and dates are made up for before the events that wait depends on who wakes first.
 */
function isFixed({ codes, life, journeys }: World): boolean {
  const slept = life.some(({ asleep }) => asleep);
  const timed = journeys.some(({ entries }) => entries.some(({ by }) => by !== 'event'));
  return codes === 'ample' && !(slept && timed);
}

const list = (lines: readonly string[] = []): string => lines.map((line) => `    ${line}`).join('\n');

export interface Search {
  readonly seed: number;
  readonly runs: number;
  /** Leads straight to a failure that was found before. */
  readonly path?: string;
  readonly seconds?: number;
}

/** Looks for worlds that go wrong, shrinks the first to its least, and throws with all that is needed to see it again. */
export async function search<T>(
  name: string,
  { seed, runs, path, seconds }: Search,
  worlds: fc.Arbitrary<T>,
  look: (one: T) => Promise<Trial>,
): Promise<void> {
  const property = fc.asyncProperty(worlds, async (one) => {
    const { wrong } = await look(one);
    if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'));
  });
  const found = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path, endOnFailure: true }),
    ...(seconds !== undefined && { interruptAfterTimeLimit: seconds * 1_000, markInterruptAsFailure: false }),
  });
  if (!found.failed) return;
  const again = `SOJOURN_TEST_SEED=${seed} SOJOURN_TEST_PATH=${found.counterexamplePath} npx vitest run --project tests simulation/simulation.spec.ts -t '${name}'`;
  const error = found.errorInstance instanceof Error ? found.errorInstance.message : 'interrupted';
  throw new Error(`${error}\n\nin the world ${JSON.stringify(found.counterexample?.[0])}\n\nAgain: ${again}`);
}
