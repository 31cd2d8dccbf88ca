import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleEngine } from './bundle.js';
import { MUTANTS } from './mutants.js';
import { HELP, readOptions, type Options } from './options.js';
import { printed } from './report.js';
import { runSeed, type SeedResult } from './run-seed.js';
import { createMariadb, createRedis, whatIsMissing, type Server } from './servers.js';
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
  const results = await onStage(options);
  const good = results.every(({ violations }) => violations.length === 0);
  const text = options.json ? JSON.stringify({ options, results }, null, 2) : printed(results, options);
  return say(text, good ? 0 : 1);
}

async function onStage(options: Options): Promise<readonly SeedResult[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sojourn-chaos-'));
  const servers: Server[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.kill()));
    if (!options.keep) await rm(folder, { recursive: true, force: true });
  };
  // Whoever ends us in the middle leaves no servers behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void end().finally(() => process.exit(130)));
  try {
    const mutant = MUTANTS.find(({ name }) => name === options.mutant);
    const engine = await bundleEngine(`engine-${mutant?.name ?? 'true'}-${process.pid}`, [...tunings(), ...(mutant?.patches ?? [])]); // prettier-ignore
    const database = await createMariadb(path.join(folder, 'mariadb'));
    const redis = await createRedis(path.join(folder, 'redis'));
    servers.push(database, redis);
    await Promise.all(servers.map((server) => server.start()));
    const results: SeedResult[] = [];
    for (const seed of options.seeds) {
      process.stderr.write(`seed ${seed}: ${options.seconds} s of faults ...\n`);
      const result = await runSeed({ engine, database, redis, folder }, seed, options.seconds);
      const said = result.violations.map(({ promise, what, count }) => `\n  ${promise} ${what}: ${count}`).join('');
      process.stderr.write(`seed ${seed}: ${result.violations.length === 0 ? 'nothing found' : `VIOLATIONS${said}`}\n`);
      results.push(result);
      if (options.untilFound && result.violations.length > 0) break;
    }
    return results;
  } finally {
    await end();
    if (options.keep) process.stderr.write(`Kept ${folder}\n`);
  }
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

process.exit(await main(process.argv.slice(2)));
