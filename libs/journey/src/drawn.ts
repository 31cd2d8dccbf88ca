import type { LocalText } from '@sojourn/kernel';
import type { NodeCatalogue, NodeType, Outcome } from './catalogue.js';
import { ENTERED, ENTRY_NODE } from './document.js';
import { quoted } from './issues.js';
import type { ReadEdge, ReadNode, Reading } from './reading.js';

/** A document's nodes and edges made ready for questions: no list is searched twice. */
export class Drawn {
  readonly edges: readonly ReadEdge[];
  readonly nodes: ReadonlyMap<string, ReadNode>;
  readonly #catalogue: NodeCatalogue;
  readonly #ways: ReadonlyMap<string, ReadonlyMap<string, Outcome> | undefined>;

  constructor(reading: Reading, catalogue: NodeCatalogue) {
    this.edges = reading.edges;
    this.nodes = new Map(reading.nodes.map((node) => [node.id, node]));
    this.#catalogue = catalogue;
    const entered: Outcome = { id: ENTERED, label: { en: 'Entered', 'zh-CN': '进入' } };
    this.#ways = new Map([
      ...reading.nodes.map(
        ({ id, type, config }) => [id, byId(config && catalogue.get(type)?.outcomes(config))] as const,
      ),
      [ENTRY_NODE, byId([entered])] as const,
    ]);
  }

  /** The ways out of a node by id; undefined when its type is unknown or its config cannot be asked. */
  waysOf(nodeId: string): ReadonlyMap<string, Outcome> | undefined {
    return this.#ways.get(nodeId);
  }

  typeOf(nodeId: string): NodeType | undefined {
    const node = this.nodes.get(nodeId);
    return node && this.#catalogue.get(node.type);
  }

  /** What a node is called in a sentence: its own title, else that of its type. */
  nameOf(nodeId: string): LocalText {
    if (nodeId === ENTRY_NODE) return { en: 'Entry', 'zh-CN': '入口' };
    const node = this.nodes.get(nodeId);
    const title = node?.title === '' ? this.typeOf(nodeId)?.title : undefined;
    if (title) return title;
    const own = quoted(node?.title || node?.type || nodeId);
    return { en: own, 'zh-CN': own };
  }
}

function byId(outcomes: readonly Outcome[] | undefined): ReadonlyMap<string, Outcome> | undefined {
  return outcomes && new Map(outcomes.map((outcome) => [outcome.id, outcome]));
}
