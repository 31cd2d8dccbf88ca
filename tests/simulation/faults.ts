import fc from 'fast-check';

/** What may befall a call of the store. */
export type FaultKind =
  /** Fails before anything was done. */
  | 'refused'
  /** Is done, and its answer is lost. */
  | 'lost'
  /** The process stops before the call, or after it was done. */
  | 'dies'
  | 'dies-after'
  /** Is so slow, before or after it is done, that the lease is over and others go on. */
  | 'slow'
  | 'slow-after'
  /** Before the call another process takes the shards over, although this one lives. */
  | 'overtaken';

export interface Fault {
  /** The how-manyeth call of all processes it befalls. */
  readonly call: number;
  readonly kind: FaultKind;
}

/** How a world is lived through: what moves it, and what goes wrong meanwhile. Shrinks to fewer faults and calmer turns. */
export interface Circumstances {
  readonly workers: number;
  readonly batchSize: number;
  /** Seeds whose turn it is; 0: one process works until it rests. */
  readonly dice: number;
  readonly faults: readonly Fault[];
}

const kind = fc.constantFrom<FaultKind>('refused', 'lost', 'dies', 'dies-after', 'slow', 'slow-after', 'overtaken');

/** `calls`: about as many as there will be. */
export function faults(calls: number, most: number): fc.Arbitrary<readonly Fault[]> {
  return fc.uniqueArray(fc.record({ call: fc.nat(calls), kind }), { maxLength: most, selector: ({ call }) => call });
}

export function circumstances(calls = 400, most = 24): fc.Arbitrary<Circumstances> {
  return fc.record({
    workers: fc.integer({ min: 1, max: 3 }),
    batchSize: fc.constantFrom(1, 2, 3, 7, 1_000),
    dice: fc.nat(1_000_000),
    faults: faults(calls, most),
  });
}

export const CALM: Circumstances = { workers: 1, batchSize: 1_000, dice: 0, faults: [] };
