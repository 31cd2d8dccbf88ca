import type { Issue } from '@sojourn/kernel';
import type { NodeCatalogue, Outcome } from './catalogue.js';
import { cyclesOf } from './cycles.js';
import { ENTERED, ENTRY_NODE } from './document.js';
import { error, quoted, warning } from './issues.js';
import { reachable, type ReadEdge, type ReadNode, type Reading } from './reading.js';

/** What the arrows of a drawing may not do, and what they probably should not. */
export function graphIssues(reading: Reading, catalogue: NodeCatalogue): readonly Issue[] {
  const nodes = new Map(reading.nodes.map((node) => [node.id, node]));
  const outcomes = new Map(reading.nodes.map((node) => [node.id, outcomesOf(node, catalogue)]));
  const sound: ReadEdge[] = [];
  const issues: Issue[] = [];
  const taken = new Map<string, ReadEdge>();

  for (const edge of reading.edges) {
    const wrong = edgeIssue(edge, nodes, outcomes);
    if (wrong) {
      issues.push(wrong);
      continue;
    }
    const key = JSON.stringify([edge.from, edge.outcome]);
    if (taken.has(key)) {
      issues.push(
        error(
          'edge.second-from-outcome',
          { pointer: `/edges/${edge.index}/from`, edgeId: edge.id, nodeId: edge.from },
          `Two edges leave "${titleOf(edge.from, nodes)}" by the outcome "${quoted(edge.outcome)}". A run can go only one way: remove one.`,
          `“${titleOf(edge.from, nodes)}”的出口“${quoted(edge.outcome)}”连出了两条线，客户只能走一条，请删除其中一条。`,
        ),
      );
      continue;
    }
    taken.set(key, edge);
    sound.push(edge);
  }

  const reached = reachable(sound);
  if (!taken.has(JSON.stringify([ENTRY_NODE, ENTERED]))) issues.push(entryNotConnected());
  for (const node of reading.nodes) {
    const where = { pointer: `/nodes/${node.index}`, nodeId: node.id };
    const title = quoted(node.title);
    if (!reached.has(node.id)) {
      issues.push(
        warning(
          'graph.unreachable',
          where,
          `No path from the entry leads to "${title}". Nobody will come here: connect it or delete it.`,
          `从入口没有路径通往“${title}”，不会有客户到达这里。请连线或删除该节点。`,
        ),
      );
      continue;
    }
    for (const outcome of outcomes.get(node.id) ?? []) {
      if (taken.has(JSON.stringify([node.id, outcome.id]))) continue;
      issues.push(
        warning(
          'graph.unconnected-outcome',
          where,
          `The outcome "${quoted(outcome.label.en)}" of "${title}" leads nowhere: runs that leave this way end there.`,
          `“${title}”的出口“${quoted(outcome.label['zh-CN'])}”没有连线，走到这里的客户将结束旅程。`,
        ),
      );
    }
  }
  return [...issues, ...endlessLoops(sound, nodes, outcomes, catalogue)];
}

/** Ways out of a node; undefined when its type is unknown or its config cannot be asked. */
function outcomesOf(node: ReadNode, catalogue: NodeCatalogue): readonly Outcome[] | undefined {
  return node.config && catalogue.get(node.type)?.outcomes(node.config);
}

function edgeIssue(
  edge: ReadEdge,
  nodes: ReadonlyMap<string, ReadNode>,
  outcomes: ReadonlyMap<string, readonly Outcome[] | undefined>,
): Issue | null {
  const pointer = `/edges/${edge.index}`;
  if (edge.from !== ENTRY_NODE && !nodes.has(edge.from)) {
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
  if (!nodes.has(edge.to)) {
    return error(
      'edge.to-unknown-node',
      { pointer: `${pointer}/to`, edgeId: edge.id, nodeId: edge.from },
      `An edge from "${titleOf(edge.from, nodes)}" leads to "${quoted(edge.to)}", but there is no such node. Delete the edge or draw it again.`,
      `从“${titleOf(edge.from, nodes)}”出发的连线指向不存在的节点“${quoted(edge.to)}”，请删除后重新连线。`,
    );
  }
  const ways = edge.from === ENTRY_NODE ? [{ id: ENTERED }] : outcomes.get(edge.from);
  if (ways === undefined || ways.some(({ id }) => id === edge.outcome)) return null;
  return error(
    'edge.unknown-outcome',
    { pointer: `${pointer}/from/outcome`, edgeId: edge.id, nodeId: edge.from },
    `An edge leaves "${titleOf(edge.from, nodes)}" by "${quoted(edge.outcome)}", which is not one of its outcomes${waysOut(ways)}. Connect another outcome.`,
    `“${titleOf(edge.from, nodes)}”没有名为“${quoted(edge.outcome)}”的出口，请改用其他出口连线。`,
  );
}

function waysOut(ways: readonly { readonly id: string }[]): string {
  return ways.length === 0 ? ' (it has none)' : ` (${ways.map(({ id }) => quoted(id)).join(', ')})`;
}

function titleOf(id: string, nodes: ReadonlyMap<string, ReadNode>): string {
  return quoted(id === ENTRY_NODE ? 'entry' : (nodes.get(id)?.title ?? id));
}

function entryNotConnected(): Issue {
  return error(
    'entry.not-connected',
    { pointer: '/edges', nodeId: ENTRY_NODE },
    'The entry is not connected to a node, so contacts would enter and go nowhere. Draw an edge from it to the first step.',
    '入口没有连接任何节点，客户进入后无处可去。请从入口连线到第一个节点。',
  );
}

/** A cycle in which nobody ever waits would spin a run for ever within one moment. */
function endlessLoops(
  edges: readonly ReadEdge[],
  nodes: ReadonlyMap<string, ReadNode>,
  outcomes: ReadonlyMap<string, readonly Outcome[] | undefined>,
  catalogue: NodeCatalogue,
): readonly Issue[] {
  const restless = new Map<string, string[]>([...nodes.keys()].map((id) => [id, []]));
  for (const { from, outcome, to } of edges) {
    const type = catalogue.get(nodes.get(from)?.type ?? '');
    if (!type || (type.waits && !outcomes.get(from)?.find(({ id }) => id === outcome)?.immediate)) continue;
    restless.get(from)?.push(to);
  }
  return cyclesOf(restless).map((cycle) => {
    const first = cycle[0] ?? '';
    const names = [
      ...cycle.slice(0, 5).map((id) => titleOf(id, nodes)),
      ...(cycle.length > 5 ? ['…'] : []),
      titleOf(first, nodes),
    ].join(' → ');
    return error(
      'graph.endless-loop',
      { pointer: `/nodes/${nodes.get(first)?.index ?? 0}`, nodeId: first },
      `Runs would circle here without ever waiting: ${names}. Put a wait into the circle, or lead one edge elsewhere.`,
      `客户会在此不停循环而没有任何等待：${names}。请在循环中加入“等待”节点，或改接其中一条连线。`,
    );
  });
}
