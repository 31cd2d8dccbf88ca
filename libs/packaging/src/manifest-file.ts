import type { Issue, JsonObject } from '@sojourn/kernel';
import { schemaIssues } from '@sojourn/journey';
import { nodeManifestsOf, type PluginManifest } from '@sojourn/plugin-sdk';
import semver from 'semver';
import { refusal } from './refusal.js';

const words: JsonObject = { type: 'object', required: ['en', 'zh-CN'] };

/** What everything after this leans on. */
const shape: JsonObject = {
  type: 'object',
  properties: {
    id: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{0,38}\\.[a-z][a-z0-9-]{0,62}$',
      'x-hint': { en: 'publisher.name in lower case', 'zh-CN': '小写的 发布者.名称' },
    },
    version: { type: 'string', maxLength: 64 },
    sdk: { type: 'string', maxLength: 100 },
    product: { type: 'string', maxLength: 100 },
    title: words,
    description: words,
    main: { type: 'string' },
    icons: { type: 'object', properties: { light: { type: 'string' }, dark: { type: 'string' } }, required: ['light', 'dark'] }, // prettier-ignore
    capabilities: { type: 'array', items: { type: 'object', properties: { reason: words }, required: ['kind', 'reason'] } }, // prettier-ignore
    credentials: { type: 'array', items: { type: 'object', required: ['name', 'hosts'] } },
    nodes: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      items: {
        type: 'object',
        properties: {
          type: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,62}$' },
          typeVersion: { type: 'integer' },
          data: { type: 'object', properties: { reads: { type: 'array' } }, required: ['reads'] },
          outcomes: { type: 'array' },
        },
        required: [
          'type',
          'typeVersion',
          'kind',
          'title',
          'config',
          'defaults',
          'outcomes',
          'data',
          'effects',
          'reasons',
        ],
      },
    },
  },
  required: ['id', 'version', 'sdk', 'product', 'title', 'description', 'nodes'],
};

/**
 * Reads `plugin.json`: a manifest that holds to the contract, with a version and ranges that can be compared. Throws UserError
 * `package.bad-manifest` with the issues in `details.issues`.
 */
export function readManifest(value: unknown): PluginManifest {
  const issues = manifestIssues(value);
  if (issues.length > 0) {
    const first = issues[0]!; // there is one
    throw refusal(`plugin.json is not in order: ${first.message.en} (${first.pointer || '/'})`, {
      code: 'package.bad-manifest',
      issues,
      problem: first.message['zh-CN'],
    });
  }
  return value as PluginManifest; // just looked at
}

function manifestIssues(value: unknown): readonly Issue[] {
  const form = schemaIssues(shape, value, 'manifest', '').filter(({ severity }) => severity === 'error');
  if (form.length > 0) return form;
  const manifest = value as PluginManifest; // just looked at
  const found: Issue[] = [];
  if (semver.valid(manifest.version) !== manifest.version)
    found.push(issue('/version', 'The version is not exact.', '版本号无效。'));
  for (const key of ['sdk', 'product'] as const)
    if (semver.validRange(manifest[key]) === null)
      found.push(issue(`/${key}`, `This is no range of versions.`, '版本范围无效。'));
  const types = manifest.nodes.map(({ type }) => type);
  if (new Set(types).size < types.length)
    found.push(issue('/nodes', 'Two nodes have the same type.', '存在重复的节点类型。'));
  if (found.length === 0 && nodeManifestsOf(manifest).length === 0)
    found.push(issue('/nodes', 'No nodes.', '没有节点。'));
  return found;
}

const issue = (pointer: string, en: string, zh: string): Issue => ({
  severity: 'error',
  code: 'manifest.value',
  pointer,
  message: { en, 'zh-CN': zh },
});
