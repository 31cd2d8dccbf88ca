import type { Options } from './options.js';
import type { SeedResult } from './run-seed.js';

/** The seeds that were played with one mistake built in, or with none. */
export interface Round {
  readonly mutant: string | undefined;
  readonly results: readonly SeedResult[];
}

/** Which mistakes were found, under which seed, by what. */
export function caught(rounds: readonly Round[]): string {
  const lines = rounds.map(({ mutant = 'none', results }) => {
    const found = results.find(({ violations }) => violations.length > 0);
    const by = found ? `seed ${found.seed}: ${found.violations.map(({ promise, what }) => `${promise} ${what}`).join('; ')}` : 'NOT FOUND'; // prettier-ignore
    return `  ${mutant.padEnd(26)} ${by}`;
  });
  return `Mistakes and what found them:\n${lines.join('\n')}`;
}

/** What a person reads: one line for each seed, every fault with how often it happened, and what the auditor found. */
export function printed({ mutant, results }: Round, { seconds }: Options): string {
  const lines = [`${results.length} seeds, ${seconds} s of faults each${mutant ? `, with the mistake ${mutant} built in` : ''}`, '']; // prettier-ignore
  lines.push('seed   events  runs  steps  effects  faults  violations');
  for (const { seed, seen, faults, cuts, violations } of results) {
    const happened = sum(faults) + sum(cuts);
    lines.push(row([seed, seen['events'], seen['runs'], seen['steps'], seen['effects'], happened, violations.length]));
  }
  lines.push('', 'How often everything happened:');
  for (const [name, times] of Object.entries(totals(results))) lines.push(`  ${name.padEnd(20)} ${times}${times === 0 ? '   <- never' : ''}`); // prettier-ignore
  for (const { seed, violations } of results)
    for (const { promise, what, count, sample } of violations)
      lines.push('', `seed ${seed}: ${promise} ${what}: ${count}`, `  ${JSON.stringify(sample)}`);
  const found = results.reduce((count, { violations }) => count + violations.length, 0);
  lines.push('', found === 0 ? 'Every promise was kept.' : `${found} violations.`);
  return lines.join('\n');
}

/** Faults, mischief of the client and what the engine met, added up over the seeds. */
export function totals(results: readonly SeedResult[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const { faults, cuts, client, engine, seen } of results) {
    const provider = Object.fromEntries(
      Object.entries(seen).filter(([name]) => /^(provider|mail|unknown|parked|capDenied|halts)/.test(name)),
    );
    const prefixed = Object.fromEntries(Object.entries(cuts).map(([name, times]) => [`cut ${name} commit`, times]));
    for (const [name, times] of Object.entries({ ...faults, ...prefixed, ...client, ...provider, ...engine }))
      all[name] = (all[name] ?? 0) + times;
  }
  return all;
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((all, one) => all + one, 0); // prettier-ignore
const row = (cells: readonly (number | undefined)[]): string => cells.map((cell, i) => String(cell ?? 0).padStart([4, 8, 6, 7, 9, 8, 12][i] ?? 8)).join(''); // prettier-ignore
