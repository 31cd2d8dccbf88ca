import type { Json, JsonObject } from '@sojourn/kernel';
import { mergeReads } from '@sojourn/rules';
import type { NodeCatalogue, NodeType, Outcome } from './catalogue.js';
import { type Edge, type EntryRule, type ExitRule, type JourneyDocument, type JourneyNode } from './document.js';

/** Four small node types for this room's specs: the real ones live above it. */
const types: readonly NodeType[] = [
  type('pause', { waits: true, outcomes: ['done', { id: 'late', immediate: true }] }),
  type('note', {
    outcomes: ['done'],
    properties: { text: { type: 'string', minLength: 1, title: 'Text', 'x-zh-CN': { title: '文案' } } },
  }),
  type('gift', {
    outcomes: ['issued', 'soldOut'],
    properties: {
      pool: { type: 'string', title: 'Pool', 'x-widget': 'coupon-pool', 'x-zh-CN': { title: '券池' } },
      on: { type: 'string', title: 'Event', 'x-widget': 'event-name', 'x-zh-CN': { title: '事件' } },
    },
  }),
  type('stop', { outcomes: [] }),
];

export const catalogue: NodeCatalogue = { get: (name) => types.find((one) => one.type === name) };

interface Traits {
  readonly waits?: boolean;
  readonly outcomes: readonly (string | { readonly id: string; readonly immediate: boolean })[];
  readonly properties?: JsonObject;
}

function type(name: string, { waits = false, outcomes, properties = {} }: Traits): NodeType {
  const ways = outcomes.map((way): Outcome => {
    const traits = typeof way === 'string' ? { id: way } : way;
    return { label: { en: traits.id, 'zh-CN': traits.id }, ...traits };
  });
  return {
    type: name,
    waits,
    configSchema: { type: 'object', properties, additionalProperties: false },
    outcomes: () => ways,
    reads: () => mergeReads(),
  };
}

/** `drawing().node('a', 'pause').edge('entry', 'entered', 'a')`: a document in few words. */
export function drawing(): Drawing {
  return new Drawing({
    schemaVersion: 1,
    name: 'Welcome',
    entry: {
      position: { x: 0, y: 0 },
      rules: [{ id: 'r1', kind: 'event', event: 'signed_up' }],
      reentry: { mode: 'once' },
    },
    exits: [],
    nodes: [],
    edges: [],
  });
}

/** A drawing that is right: entry, pause, note, stop. */
export function goodDrawing(): Drawing {
  return drawing()
    .node('p', 'pause')
    .node('n', 'note', { text: 'Hello' })
    .node('s', 'stop')
    .edge('entry.entered', 'p')
    .edge('p.done', 'n')
    .edge('p.late', 's')
    .edge('n.done', 's');
}

class Drawing {
  readonly document: JourneyDocument;

  constructor(document: JourneyDocument) {
    this.document = document;
  }

  node(id: string, of: string, config: JsonObject = {}): Drawing {
    const node: JourneyNode = { id, type: of, config, position: { x: 0, y: 0 } };
    return this.with({ nodes: [...this.document.nodes, node] });
  }

  /** From `node.outcome` to a node. */
  edge(from: string, to: string): Drawing {
    const [node = '', outcome = ''] = from.split('.');
    const edge: Edge = { id: `e${this.document.edges.length + 1}`, from: { node, outcome }, to };
    return this.with({ edges: [...this.document.edges, edge] });
  }

  enters(...rules: readonly EntryRule[]): Drawing {
    return this.with({ entry: { ...this.document.entry, rules } });
  }

  exits(...exits: readonly ExitRule[]): Drawing {
    return this.with({ exits });
  }

  with(change: Partial<JourneyDocument>): Drawing {
    return new Drawing({ ...this.document, ...change });
  }

  /** The document with one value changed by pointer, whatever the types say. */
  broken(pointer: string, value: unknown): unknown {
    const copy = JSON.parse(JSON.stringify(this.document)) as Json;
    const steps = pointer.split('/').slice(1);
    const last = steps.pop() ?? '';
    let at = copy as unknown as Record<string, unknown>;
    for (const step of steps) at = at[step] as Record<string, unknown>;
    if (value === undefined) delete at[last];
    else at[last] = value;
    return copy;
  }
}
