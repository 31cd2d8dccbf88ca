import semver from 'semver';
import type { Issue } from '@sojourn/kernel';
import { type PluginManifest, SDK_VERSION } from '../plugin-manifest.js';
import { issue } from './issue.js';

/** The version and both ranges can be read. */
export function versionIssues({ version, sdk, product }: PluginManifest): Issue[] {
  const ranges = Object.entries({ sdk, product }).filter(([, range]) => semver.validRange(range) === null);
  return [
    ...(semver.valid(version) === version
      ? []
      : [issue('manifest.version', '/version', 'This is no version such as 1.2.0.', '不是形如 1.2.0 的版本号。')]),
    ...ranges.map(([name]) =>
      issue(
        'manifest.range',
        `/${name}`,
        'This is no range of versions such as ^1.0.0.',
        '不是形如 ^1.0.0 的版本范围。',
      ),
    ),
  ];
}

/** Whether this contract and this product are within a plugin's ranges; names the range that is missed. */
export function supports(
  { sdk, product }: Pick<PluginManifest, 'sdk' | 'product'>,
  versions: { readonly sdk?: string; readonly product: string },
): 'ok' | 'sdk' | 'product' {
  const within = (version: string, range: string): boolean =>
    semver.satisfies(version, range, { includePrerelease: true });
  if (!within(versions.sdk ?? SDK_VERSION, sdk)) return 'sdk';
  return within(versions.product, product) ? 'ok' : 'product';
}

/** -1, 0 or 1, as versions are ordered: `1.10.0` is after `1.9.0`, `1.0.0-beta` before `1.0.0`. Throws on what is no version. */
export function compareVersions(one: string, other: string): -1 | 0 | 1 {
  return semver.compare(one, other);
}
