import semver from 'semver';

/** `1.2.0`, not a range and not a tag. */
export const isExactVersion = (version: string): boolean => version.length <= 64 && semver.valid(version) === version;

/** Whether a version lies in a range; versions before a release count as the release. */
export const fitsRange = (version: string, range: string): boolean =>
  semver.satisfies(version, range, { includePrerelease: true });

/** Negative when `a` comes before `b`. What is no version comes first. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [semver.parse(a), semver.parse(b)];
  return one && other ? semver.compareBuild(one, other) : Number(one !== null) - Number(other !== null);
}
