import type { Patch } from './patches.js';

/** A mistake that engines of this kind make, built into a copy of ours: the auditor must find it. */
export interface Mutant {
  readonly name: string;
  readonly what: string;
  readonly patches: readonly Patch[];
}

export const MUTANTS: readonly Mutant[] = [];
