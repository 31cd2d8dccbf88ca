import type { Issue } from '@sojourn/kernel';
import { checkPluginManifest, type PluginManifest } from '@sojourn/plugin-sdk';
import semver from 'semver';
import { refusal } from './refusal.js';

/**
 * Reads `plugin.json`: a manifest that holds to the contract, with a version and ranges that can be compared. Throws UserError
 * `package.bad-manifest` with the issues in `details.issues`.
 */
export function readManifest(value: unknown): PluginManifest {
  const issues = manifestIssues(value);
  const [first] = issues;
  if (first)
    throw refusal(`plugin.json is not in order: ${first.message.en} (${first.pointer || '/'})`, {
      code: 'package.bad-manifest',
      issues,
      problem: first.message['zh-CN'],
    });
  return value as PluginManifest; // just looked at
}

function manifestIssues(value: unknown): readonly Issue[] {
  const found = checkPluginManifest(value).filter(({ severity }) => severity === 'error');
  if (found.length > 0) return found;
  const { version, sdk, product } = value as PluginManifest; // just looked at
  return [
    ...(semver.valid(version) === version ? [] : [issue('/version', 'The version is not exact.', '版本号无效。')]),
    ...Object.entries({ sdk, product }).flatMap(([key, range]) =>
      semver.validRange(range) === null ? [issue(`/${key}`, 'This is no range of versions.', '版本范围无效。')] : [],
    ),
  ];
}

const issue = (pointer: string, en: string, zh: string): Issue => ({
  severity: 'error',
  code: 'manifest.value',
  pointer,
  message: { en, 'zh-CN': zh },
});
