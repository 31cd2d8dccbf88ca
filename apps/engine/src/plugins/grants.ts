import { covers, type Capability } from '@sojourn/plugin-sdk';

/**
 * The grant of another version after a grant was narrowed: what was taken away is taken away there too, what only that version has
 * stays. `was` and `is` are the narrowed grant before and after.
 */
export function narrowedAlike(
  other: readonly Capability[],
  was: readonly Capability[],
  is: readonly Capability[],
): readonly Capability[] {
  return other.flatMap((one) => {
    if (is.some((wide) => covers(wide, one))) return [one];
    const left = is.filter((narrow) => covers(one, narrow));
    if (left.length > 0) return left.map((narrow) => ({ ...narrow, reason: one.reason }) as Capability); // of the same kind
    return was.some((wide) => covers(wide, one) || covers(one, wide)) ? [] : [one];
  });
}
