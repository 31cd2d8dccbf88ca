import type { Issue } from '@sojourn/kernel';
import { ENTRY_NODE } from './document.js';
import type { Drawn } from './drawn.js';
import { error, quoted } from './issues.js';
import type { ReadEdge } from './reading.js';

/** What is wrong with single edges, and those that are right. */
export function checkEdges(drawn: Drawn): { readonly issues: readonly Issue[]; readonly sound: readonly ReadEdge[] } {
  const issues: Issue[] = [];
  const sound = new Map<string, ReadEdge>();
  for (const edge of drawn.edges) {
    const key = JSON.stringify([edge.from, edge.outcome]);
    const wrong = edgeIssue(edge, drawn) ?? (sound.has(key) ? secondFromOutcome(edge, drawn) : null);
    if (wrong) issues.push(wrong);
    else sound.set(key, edge);
  }
  return { issues, sound: [...sound.values()] };
}

function edgeIssue(edge: ReadEdge, drawn: Drawn): Issue | null {
  const pointer = `/edges/${edge.index}`;
  if (edge.from !== ENTRY_NODE && !drawn.nodes.has(edge.from)) {
    return error(
      'edge.from-unknown-node',
      { pointer: `${pointer}/from/node`, edgeId: edge.id },
      `An edge begins at "${quoted(edge.from)}", but there is no such node. Delete the edge or draw it again.`,
      `有一条连线的起点“${quoted(edge.from)}”不存在，请删除后重新连线。`,
    );
  }
  if (edge.to === ENTRY_NODE) {
    return error(
      'edge.into-entry',
      { pointer: `${pointer}/to`, edgeId: edge.id },
      'An edge leads back into the entry. Lead it to a node, or let contacts in again by the re-entry rule.',
      '有一条连线指回了入口。请改连到某个节点，或通过“再次进入”规则让客户重新进入。',
    );
  }
  const from = drawn.nameOf(edge.from);
  if (!drawn.nodes.has(edge.to)) {
    return error(
      'edge.to-unknown-node',
      { pointer: `${pointer}/to`, edgeId: edge.id, nodeId: edge.from },
      `An edge from "${from.en}" leads to "${quoted(edge.to)}", but there is no such node. Delete the edge or draw it again.`,
      `从“${from['zh-CN']}”出发的连线指向不存在的节点“${quoted(edge.to)}”，请删除后重新连线。`,
    );
  }
  const ways = drawn.waysOf(edge.from);
  if (ways === undefined || ways.has(edge.outcome)) return null;
  const known = [...ways.keys()].slice(0, 12).map(quoted).join(', ');
  return error(
    'edge.unknown-outcome',
    { pointer: `${pointer}/from/outcome`, edgeId: edge.id, nodeId: edge.from },
    `An edge leaves "${from.en}" by "${quoted(edge.outcome)}", which is not one of its outcomes (${known || 'it has none'}). Connect another outcome.`,
    `“${from['zh-CN']}”没有名为“${quoted(edge.outcome)}”的出口，请改用其他出口连线。`,
  );
}

function secondFromOutcome(edge: ReadEdge, drawn: Drawn): Issue {
  const from = drawn.nameOf(edge.from);
  const outcome = drawn.waysOf(edge.from)?.get(edge.outcome)?.label;
  return error(
    'edge.second-from-outcome',
    { pointer: `/edges/${edge.index}/from`, edgeId: edge.id, nodeId: edge.from },
    `Two edges leave "${from.en}" by the outcome "${quoted(outcome?.en ?? edge.outcome)}". A run can go only one way: remove one.`,
    `“${from['zh-CN']}”的出口“${quoted(outcome?.['zh-CN'] ?? edge.outcome)}”连出了两条线，客户只能走一条，请删除其中一条。`,
  );
}
