import { parseArgs } from 'node:util';
import { MUTANTS } from './mutants.js';

export interface Options {
  readonly seeds: readonly number[];
  /** Of faults; setting up and coming to rest come on top. */
  readonly seconds: number;
  /** Names of mistakes to build in, one after the other; `undefined` is the engine as it is. */
  readonly mutants: readonly (string | undefined)[];
  /** Faults by their counters; undefined for all, or for those that show a mistake best. */
  readonly only: readonly string[] | undefined;
  readonly json: boolean;
  /** Leaves the folder with logs and ledgers. */
  readonly keep: boolean;
  /** Ends at the first seed with a violation. */
  readonly untilFound: boolean;
}

const PROFILES = { short: 25, full: 90 } as const;

export const HELP = `Usage: npm run chaos -- [options]

Three engine workers and an API on a private MariaDB and Redis, a shop that sends events, a provider that misbehaves, and faults of
every kind; then an auditor that reads nothing but the provider's ledger, the shop's log of acknowledgements and the database.

  --seed S           one seed (default 1)
  --seeds A..B       several, one after the other
  --seconds N        faults for so long (default: the profile's)
  --profile P        short (${PROFILES.short} s, default) or full (${PROFILES.full} s)
  --mutant NAME      builds a known mistake into the engine, and ends at the first seed under which the auditor finds it;
                     "all": every one, one after the other; "list" names them
  --only A,B         only these faults, by the names of their counters: workerKills,workerStops
  --until-found      ends at the first seed that finds something
  --keep             leaves logs, ledgers and acknowledgements in their folder, and names it
  --json             everything as JSON

Exit code 0: every promise was kept, or every mistake found. 1: not so. 2: the call was wrong. 3: MariaDB or Redis is missing.`;

/** Throws an Error with one sentence when the call is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      seconds: { type: 'string' },
      profile: { type: 'string', default: 'short' },
      mutant: { type: 'string' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      'until-found': { type: 'boolean', default: false },
    },
  });
  const profile = PROFILES[values.profile as keyof typeof PROFILES];
  if (profile === undefined) throw new Error('--profile must be short or full.');
  const { mutant } = values;
  if (mutant !== undefined && mutant !== 'all' && !MUTANTS.some(({ name }) => name === mutant))
    throw new Error(
      `--mutant must be one of:\n${MUTANTS.map(({ name, what }) => `  ${name.padEnd(24)} ${what}`).join('\n')}`,
    );
  return {
    seeds: seedsOf(values.seeds ?? values.seed ?? '1'),
    seconds: values.seconds === undefined ? profile : whole('--seconds', values.seconds),
    mutants: mutant === 'all' ? MUTANTS.map(({ name }) => name) : [mutant],
    only: values.only?.split(','),
    json: values.json,
    keep: values.keep,
    untilFound: values['until-found'] || mutant !== undefined,
  };
}

function seedsOf(text: string): number[] {
  const [first = '', last = first] = text.split('..');
  const [from, to] = [whole('--seed', first), whole('--seeds', last)];
  if (to < from) throw new Error('--seeds must be two numbers, the smaller first: 1..20.');
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`${name} must be a whole number from 1.`);
  return Number(text);
}
