import type { Issue, JsonObject } from '@sojourn/kernel';
import { child, schemaIssues, valuesAt } from '@sojourn/journey';
import { nodeManifestOf } from '../node-manifests.js';
import { nodeTypeOf } from '../node-type.js';
import type { NodeSpec } from '../node-spec.js';
import type { PluginManifest } from '../plugin-manifest.js';
import { pluginManifestSchema } from '../schema/plugin-manifest-schema.js';
import { unbearable } from './bearable.js';
import { capabilityIssues } from './capability-cover.js';
import { configSchemaIssues } from './config-schema.js';
import { configTexts } from './config-texts.js';
import { holeIssues } from './declarative-holes.js';
import { issue, type At } from './issue.js';
import { kindIssues } from './kind-rules.js';
import { outcomeIssues } from './outcomes.js';
import { optionsIn, pointerIssues } from './pointers.js';
import { nodeTexts, pluginTexts } from './texts.js';
import { versionIssues } from './versions.js';

/**
 * Everything wrong with a `plugin.json`, each with a pointer and words in both languages; `[]` for a good one. Never throws, runs
 * no code of the plugin. Besides the schema: versions, texts in both languages, patterns that stay quick, defaults that meet the
 * config's own schema, pointers that lead somewhere, the rules of each kind, and capabilities that are what the nodes need,
 * no less and no more.
 */
export function checkPluginManifest(manifest: unknown): Issue[] {
  const hostile = unbearable(manifest);
  if (hostile) return [hostile];
  const form = schemaIssues(pluginManifestSchema, manifest, 'manifest', '');
  if (form.length > 0) return [...form];
  // The schema has just said that it is one.
  const plugin = manifest as PluginManifest;
  return [
    ...versionIssues(plugin),
    ...pluginTexts(plugin),
    ...codeIssues(plugin),
    ...(plugin.credentials ?? []).flatMap(({ fields }, index) => schemaOf(fields, `/credentials/${index}/fields`)),
    ...plugin.nodes.flatMap((part, index) => nodeIssues(plugin, { part, at: `/nodes/${index}` })),
    ...capabilityIssues(plugin),
  ];
}

/** What a form shows and the host holds values to. */
function schemaOf(schema: JsonObject, at: string): Issue[] {
  return [...configSchemaIssues(schema, at), ...configTexts(schema, at)];
}

function nodeIssues(plugin: PluginManifest, node: At<NodeSpec>): Issue[] {
  const { part, at } = node;
  const schema = configSchemaIssues(part.config, `${at}/config`);
  return [
    ...schema,
    ...configTexts(part.config, `${at}/config`),
    ...nodeTexts(node),
    ...outcomeIssues(node),
    ...kindIssues(node),
    ...pointerIssues(node),
    ...holeIssues(node),
    // A pattern that may not be run is not run.
    ...(schema.length > 0 ? [] : defaultIssues(plugin, node)),
  ];
}

/** Which nodes have code, and which functions it must have. */
function codeIssues({ main, nodes }: PluginManifest): Issue[] {
  const types = nodes.map(({ type }) => type);
  const codeless = nodes.every(({ declarative, hooks = [] }) => declarative && hooks.length === 0);
  const say = (pointer: string, en: string, zh: string): Issue => issue('manifest.code', pointer, en, zh);
  return [
    ...(codeless && main !== undefined ? [say('/main', 'No node has code, so there is no bundle.', '没有任何节点需要代码，不应有 main。')] : []), // prettier-ignore
    ...(!codeless && main === undefined ? [say('/main', 'Nodes with code need a bundle: dist/plugin.js.', '含代码的节点需要 main：dist/plugin.js。')] : []), // prettier-ignore
    ...nodes.flatMap(({ type, typeVersion, hooks = [], config }, index) => {
      const at = `/nodes/${index}`;
      return [
        ...(types.indexOf(type) === index ? [] : [say(`${at}/type`, `The node type "${type}" is declared twice.`, `节点类型“${type}”重复声明。`)]), // prettier-ignore
        ...(typeVersion > 1 && !hooks.includes('migrate') ? [say(`${at}/hooks`, 'A raised typeVersion needs the function "migrate".', 'typeVersion 提升后需要 migrate 函数。')] : []), // prettier-ignore
        ...(optionsIn(config).some(({ name }) => name === '') ? [say(`${at}/config`, 'x-options is an object with a "name", by which the function "options" knows the field.', 'x-options 应为含 name 的对象，options 函数据此识别字段。')] : []), // prettier-ignore
        ...(optionsIn(config).length > 0 && !hooks.includes('options') ? [say(`${at}/hooks`, 'A field with x-options needs the function "options".', '含 x-options 的字段需要 options 函数。')] : []), // prettier-ignore
      ];
    }),
  ];
}

function defaultIssues(plugin: PluginManifest, { part: node, at }: At<NodeSpec>): Issue[] {
  const type = nodeTypeOf(nodeManifestOf(plugin, node.type));
  const where = `${at}/defaults`;
  const lost = Object.keys(node.defaultTexts ?? {}).filter(
    (pointer) => typeof valuesAt(node.defaults, pointer)[0]?.value !== 'string',
  );
  return [
    ...schemaIssues(node.config, node.defaults, 'manifest.defaults', where).map((found) =>
      // The schema itself cannot be read.
      found.code === 'manifest.defaults.bad-schema' ? { ...found, pointer: `${at}/config` } : found,
    ),
    ...(type.check?.(node.defaults) ?? []).map((found) => ({ ...found, pointer: `${where}${found.pointer}` })),
    ...lost.map(
      (pointer) =>
      issue('manifest.unknown-field', child(`${at}/defaultTexts`, pointer), `"${pointer}" is not a text of the defaults.`, `默认配置中没有文本“${pointer}”。`), // prettier-ignore
    ),
  ];
}
