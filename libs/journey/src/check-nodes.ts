import type { Issue } from '@sojourn/kernel';
import type { DrawnPlugin, NodeCatalogue } from './catalogue.js';
import { error, quoted } from './issues.js';
import { pluginOfType } from './plugin-pin.js';
import { remedyFor, type OtherVersion } from './plugin-remedies.js';
import type { ReadNode } from './reading.js';
import { schemaIssues } from './schema-check.js';

const UNKNOWN_TYPE = 'node.unknown-type';
const PLUGIN_UNAVAILABLE = 'node.plugin-unavailable';

/** Codes of what is wrong with a node only because its plugin cannot be used now: the drawing itself is sound. */
export const UNAVAILABLE: ReadonlySet<string> = new Set([UNKNOWN_TYPE, PLUGIN_UNAVAILABLE]);

/** Whether each node is of a known type that can be used, and filled in as that type asks. */
export function nodeIssues(nodes: readonly ReadNode[], catalogue: NodeCatalogue): readonly Issue[] {
  return nodes.flatMap((node) => {
    const pointer = `/nodes/${node.index}`;
    const type = catalogue.get(node.type);
    if (!type) return [unknownType(node, pointer, catalogue)];
    if (type.isSource) return [sourceIssue(node, pointer)];
    const unavailable = unavailableIssue(node, pointer, catalogue);
    if (!node.config) return unavailable;
    const found = schemaIssues(type.configSchema, node.config, 'config', `${pointer}/config`);
    const finer =
      type.check?.(node.config).map((issue) => ({ ...issue, pointer: `${pointer}/config${issue.pointer}` })) ?? [];
    return [...unavailable, ...[...found, ...finer].map((issue) => ({ ...issue, nodeId: node.id }))];
  });
}

function unknownType({ id, type }: ReadNode, pointer: string, catalogue: NodeCatalogue): Issue {
  const at = { pointer: `${pointer}/type`, nodeId: id };
  const plugin = pluginOfType(type);
  if (plugin !== undefined) {
    const { en, 'zh-CN': zh } = remedyFor(plugin, 'missing', otherVersion(catalogue.pluginOf?.(type)));
    return error(UNKNOWN_TYPE, at, en, zh);
  }
  return error(
    UNKNOWN_TYPE,
    at,
    `The node type "${quoted(type)}" is not installed. Install the plugin or delete the node.`,
    `节点类型“${quoted(type)}”未安装，请安装对应插件或删除该节点。`,
  );
}

function sourceIssue({ id, type }: ReadNode, pointer: string): Issue {
  return error(
    'node.source',
    { pointer: `${pointer}/type`, nodeId: id },
    `"${quoted(type)}" brings events and is no step that people come to. Delete it, and let people in by its events in the entry.`,
    `“${quoted(type)}”用于接入外部事件，不能作为旅程步骤。请删除该节点，并在入口中使用它带来的事件。`,
  );
}

function unavailableIssue({ id, type }: ReadNode, pointer: string, catalogue: NodeCatalogue): readonly Issue[] {
  const own = catalogue.pluginOf?.(type);
  if (!own || own.state === 'ok') return [];
  const { en, 'zh-CN': zh } = remedyFor(own.pin.plugin, own.state, otherVersion(own));
  return [error(PLUGIN_UNAVAILABLE, { pointer: `${pointer}/type`, nodeId: id }, en, zh)];
}

function otherVersion(own: DrawnPlugin | undefined): OtherVersion | undefined {
  return own?.installed === undefined ? undefined : { pinned: own.pin.version, installed: own.installed };
}
