import type { Issue } from '@sojourn/kernel';
import type { NodeCatalogue, Outcome } from './catalogue.js';
import { checkEdges } from './check-edges.js';
import { cyclesOf } from './cycles.js';
import { ENTERED, ENTRY_NODE } from './document.js';
import { Drawn } from './drawn.js';
import { error, quoted, warning } from './issues.js';
import { reachable, type ReadEdge, type ReadNode, type Reading } from './reading.js';

/** What the arrows of a drawing may not do, and what they probably should not. */
export function graphIssues(reading: Reading, catalogue: NodeCatalogue): readonly Issue[] {
  const drawn = new Drawn(reading, catalogue);
  const { issues, sound } = checkEdges(drawn);
  const connected = new Set(sound.map(({ from, outcome }) => JSON.stringify([from, outcome])));
  const isConnected = (from: string, outcome: string): boolean => connected.has(JSON.stringify([from, outcome]));

  const reached = reachable(sound);
  const paths = reading.nodes.flatMap((node) => {
    if (!reached.has(node.id)) return [unreachable(node, drawn)];
    const loose = [...(drawn.waysOf(node.id)?.values() ?? [])].filter(({ id }) => !isConnected(node.id, id));
    return loose.map((outcome) => unconnected(node, outcome, drawn));
  });
  const entry = isConnected(ENTRY_NODE, ENTERED) ? [] : [entryNotConnected()];
  return [...issues, ...entry, ...paths, ...endlessLoops(sound, drawn)];
}

function entryNotConnected(): Issue {
  return error(
    'entry.not-connected',
    { pointer: '/edges', nodeId: ENTRY_NODE },
    'The entry is not connected to a node, so contacts would enter and go nowhere. Draw an edge from it to the first step.',
    '入口没有连接任何节点，客户进入后无处可去。请从入口连线到第一个节点。',
  );
}

function unreachable(node: ReadNode, drawn: Drawn): Issue {
  const name = drawn.nameOf(node.id);
  return warning(
    'graph.unreachable',
    { pointer: `/nodes/${node.index}`, nodeId: node.id },
    `No path from the entry leads to "${name.en}". Nobody will come here: connect it or delete it.`,
    `从入口没有路径通往“${name['zh-CN']}”，不会有客户到达这里。请连线或删除该节点。`,
  );
}

function unconnected(node: ReadNode, { label }: Outcome, drawn: Drawn): Issue {
  const name = drawn.nameOf(node.id);
  return warning(
    'graph.unconnected-outcome',
    { pointer: `/nodes/${node.index}`, nodeId: node.id },
    `The outcome "${quoted(label.en)}" of "${name.en}" leads nowhere: runs that leave this way end there.`,
    `“${name['zh-CN']}”的出口“${quoted(label['zh-CN'])}”没有连线，走到这里的客户将结束旅程。`,
  );
}

/** A cycle in which nobody ever waits would spin a run for ever within one moment. */
function endlessLoops(edges: readonly ReadEdge[], drawn: Drawn): readonly Issue[] {
  const restless = new Map<string, string[]>([...drawn.nodes.keys()].map((id) => [id, []]));
  for (const { from, outcome, to } of edges) {
    const type = drawn.typeOf(from);
    if (!type || (type.waits && !drawn.waysOf(from)?.get(outcome)?.immediate)) continue;
    restless.get(from)?.push(to);
  }
  return cyclesOf(restless).map((cycle) => {
    const first = cycle[0] ?? '';
    const along = [...cycle.slice(0, 5), ...(cycle.length > 5 ? [null] : []), first];
    const names = along.map((id) => (id === null ? { en: '…', 'zh-CN': '…' } : drawn.nameOf(id)));
    return error(
      'graph.endless-loop',
      { pointer: `/nodes/${drawn.nodes.get(first)?.index ?? 0}`, nodeId: first },
      `Runs would circle here without ever waiting: ${names.map(({ en }) => en).join(' → ')}. Put a wait into the circle, or lead one edge elsewhere.`,
      `客户会在此不停循环而没有任何等待：${names.map((name) => name['zh-CN']).join(' → ')}。请在循环中加入“等待”节点，或改接其中一条连线。`,
    );
  });
}
