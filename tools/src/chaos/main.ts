import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleEngine } from './bundle.js';
import { MUTANTS } from './mutants.js';
import { guard } from './guard.js';
import { HELP, readOptions, type Options } from './options.js';
import { caught, printed, type Round } from './report.js';
import { runSeed, type SeedResult, type Stage } from './run-seed.js';
import { createMariadb, createRedis, whatIsMissing } from './servers.js';
import { createSmallDisk } from './small-disk.js';
import { tunings } from './tunings.js';

/** `npm run chaos -- --seed S --seconds N`. Exit codes: 0 all promises were kept, 1 one was not, 2 the call was wrong, 3 it could not be run. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) return say(HELP, 0);
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    return say(`${(error as Error).message}\n\n${HELP}`, 2);
  }
  const missing = whatIsMissing();
  if (missing) return say(`Skipped: the chaos suite, because ${missing}.`, 3);
  const folder = await mkdtemp(path.join(tmpdir(), 'sojourn-chaos-'));
  const leave = guard(folder, options.keep);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  try {
    const rounds = await play(options, folder);
    const text = options.json ? JSON.stringify({ options, rounds }, null, 2) : rounds.map((round) => printed(round, options)).join('\n\n'); // prettier-ignore
    return say(rounds.length > 1 ? `${text}\n\n${caught(rounds)}` : text, rounds.every(asWanted) ? 0 : 1);
  } finally {
    await leave();
    if (options.keep) process.stderr.write(`Kept ${folder}\n`);
  }
}

/** Without a mistake built in nothing must be found; with one, something must. */
const asWanted = ({ mutant, results }: Round): boolean => {
  const found = results.some(({ violations }) => violations.length > 0);
  return mutant === undefined ? !found : found;
};

/** The engine as it is, or one after the other with a mistake built in; each over the seeds, on the same servers. */
async function play(options: Options, folder: string): Promise<readonly Round[]> {
  const disk = await createSmallDisk(path.join(folder, 'mariadb'));
  const database = await createMariadb(path.join(folder, 'mariadb'));
  const redis = await createRedis(path.join(folder, 'redis'));
  await Promise.all([database.start(), redis.start()]);
  const rounds: Round[] = [];
  for (const mutant of options.mutants) {
    const { patches = [], faults } = MUTANTS.find(({ name }) => name === mutant) ?? {};
    const engine = await bundleEngine(`engine-${process.pid}`, [...tunings(), ...patches]);
    rounds.push({
      mutant,
      results: await overSeeds(
        { name: mutant ?? 'seed', only: options.only ?? faults, engine, database, redis, disk, folder },
        options,
        mutant,
      ),
    });
  }
  return rounds;
}

async function overSeeds(stage: Stage, options: Options, mutant: string | undefined): Promise<readonly SeedResult[]> {
  const results: SeedResult[] = [];
  for (const seed of options.seeds) {
    process.stderr.write(`${mutant ? `${mutant}, ` : ''}seed ${seed}: ${options.seconds} s of faults ...\n`);
    const result = await runSeed(stage, seed, options.seconds);
    const said = result.violations.map(({ promise, what, count, sample }) => `\n  ${promise} ${what}: ${count}\n    ${JSON.stringify(sample).slice(0, 600)}`).join(''); // prettier-ignore
    const times = Object.entries(result.took).map(([part, ms]) => `${part} ${Math.round(ms / 1_000)} s`).join(', '); // prettier-ignore
    process.stderr.write(`seed ${seed}: ${times}\n`);
    process.stderr.write(`seed ${seed}: ${result.violations.length === 0 ? 'nothing found' : `VIOLATIONS${said}`}\n`);
    results.push(result);
    if (options.untilFound && result.violations.length > 0) break;
  }
  return results;
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

process.exit(await main(process.argv.slice(2)));
