import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './mutants.js';
import { patched } from './patches.js';
import { repository } from './repository.js';
import { tunings } from './tunings.js';

/** Cheap: whether every known mistake can still be built in. That the auditor finds each: `npm run chaos -- --mutant all --seeds 1..20`. */
const read = (file: string): string => readFileSync(path.join(repository(), file), 'utf8');

describe('the mistakes of the chaos suite', () => {
  it('are ten at least, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(10);
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });

  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('%s still fits the sources', (_, { patches }) => {
    for (const { file } of patches) expect(patched(read(file), file, patches)).not.toBe(read(file));
  });

  it('the shorter times of the engine under test still fit the sources', () => {
    for (const { file } of tunings()) expect(patched(read(file), file, tunings())).not.toBe(read(file));
  });

  it('a text that is gone, or there twice, is an error', () => {
    const patch = { file: 'a', find: 'x', replace: 'y' };
    expect(() => patched('z', 'a', [patch])).toThrow(/0 times/);
    expect(() => patched('xx', 'a', [patch])).toThrow(/2 times/);
    expect(patched('x', 'b', [patch])).toBe('x');
  });
});
