import type { Issue } from '@sojourn/kernel';
import type { NodeCatalogue } from './catalogue.js';
import { error, quoted } from './issues.js';
import type { ReadNode } from './reading.js';
import { schemaIssues } from './schema-check.js';

/** Whether each node is of a known type and filled in as that type asks. */
export function nodeIssues(nodes: readonly ReadNode[], catalogue: NodeCatalogue): readonly Issue[] {
  return nodes.flatMap((node) => {
    const pointer = `/nodes/${node.index}`;
    const type = catalogue.get(node.type);
    if (!type) {
      return [
        error(
          'node.unknown-type',
          { pointer: `${pointer}/type`, nodeId: node.id },
          `The node type "${quoted(node.type)}" is not installed. Install the plugin or delete the node.`,
          `节点类型“${quoted(node.type)}”未安装，请安装对应插件或删除该节点。`,
        ),
      ];
    }
    if (!node.config) return [];
    const found = schemaIssues(type.configSchema, node.config, 'config', `${pointer}/config`);
    const finer =
      type.check?.(node.config).map((issue) => ({ ...issue, pointer: `${pointer}/config${issue.pointer}` })) ?? [];
    return [...found, ...finer].map((issue) => ({ ...issue, nodeId: node.id }));
  });
}
