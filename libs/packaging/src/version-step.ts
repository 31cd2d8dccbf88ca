import semver from 'semver';
import type { ChangeClass } from './manifest-change.js';

const STEPS: readonly ChangeClass[] = ['major', 'minor', 'patch'];

/**
 * Whether the newer version's number is raised by at least what the changes take. Before 1.0.0 a minor step may break. A pre-release
 * promises nothing yet: from 2.0.0-beta.1 to the next, and to 2.0.0, may change what 2.0.0 may change; from 1.3.0-beta.1 what a
 * minor release may.
 */
export function isVersionRaised(before: string, after: string, kind: ChangeClass): boolean {
  const [from, to] = [semver.parse(before), semver.parse(after)];
  if (!from || !to || semver.lte(to, from)) return false;
  return stepOf(from, to) <= needed(from, kind);
}

/** The lowest version without a tail that is raised enough: `1.4.2` and `minor` give `1.5.0`. Null when `before` is none. */
export function leastVersion(before: string, kind: ChangeClass): string | null {
  const from = semver.parse(before);
  if (!from) return null;
  const steps = STEPS.slice(0, needed(from, kind) + 1).reverse();
  const next = steps.map((step) => new semver.SemVer(before).inc(step).version);
  return next.find((one) => isVersionRaised(before, one, kind)) ?? null;
}

function stepOf(from: semver.SemVer, to: semver.SemVer): number {
  if (to.major > from.major) return 0;
  if (to.minor > from.minor) return 1;
  if (to.patch > from.patch) return 2;
  // The same release, nearer to being out: what its own number says.
  return to.patch > 0 ? 2 : to.minor > 0 ? 1 : 0;
}

function needed({ major }: semver.SemVer, kind: ChangeClass): number {
  return STEPS.indexOf(kind) + (major === 0 && kind !== 'patch' ? 1 : 0);
}
