import type { Issue } from '@sojourn/kernel';
import { ENTRY_NODE } from './document.js';
import { error, quoted } from './issues.js';
import type { Reading } from './reading.js';

/** Ids name things for as long as a journey lives, so no two things may share one. */
export function idIssues({ nodes, edges, entryRules, exits }: Reading): readonly Issue[] {
  const reserved = nodes
    .filter(({ id }) => id === ENTRY_NODE)
    .map(({ index, id }) =>
      error(
        'node.reserved-id',
        { pointer: `/nodes/${index}/id`, nodeId: id },
        `The id "${ENTRY_NODE}" stands for the entry card. Give this node another id.`,
        `“${ENTRY_NODE}”是入口的专用标识，请为该节点换一个标识。`,
      ),
    );
  return [
    ...reserved,
    ...doubles('node.duplicate-id', 'nodes', nodes, (id) => ({ nodeId: id })),
    ...doubles('edge.duplicate-id', 'edges', edges, (id) => ({ edgeId: id })),
    ...doubles('entry.duplicate-id', 'entry/rules', entryRules.map(named), () => ({ nodeId: ENTRY_NODE })),
    ...doubles('exit.duplicate-id', 'exits', exits.map(named), () => ({})),
  ];
}

function named({ index, value }: { readonly index: number; readonly value: { readonly [key: string]: unknown } }): {
  index: number;
  id: unknown;
} {
  return { index, id: value['id'] };
}

function doubles(
  code: string,
  list: string,
  parts: readonly { readonly index: number; readonly id: unknown }[],
  where: (id: string) => { nodeId?: string; edgeId?: string },
): readonly Issue[] {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  for (const { index, id } of parts) {
    if (typeof id !== 'string') continue;
    if (seen.has(id)) {
      issues.push(
        error(
          code,
          { pointer: `/${list}/${index}/id`, ...where(id) },
          `The id "${quoted(id)}" is used twice. Give one of them another id.`,
          `标识“${quoted(id)}”重复使用，请修改其中一个。`,
        ),
      );
    }
    seen.add(id);
  }
  return issues;
}
