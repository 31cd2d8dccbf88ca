import {
  ENTRY_NODE,
  layout,
  SCHEMA_VERSION,
  type EntryRule,
  type ExitRule,
  type JourneyDocument,
  type Reentry,
} from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';

/** A node of a drawing in short: its type, its config, and where each outcome leads. */
export interface Drawn {
  readonly type: string;
  readonly title?: string;
  readonly config: JsonObject;
  readonly to?: { readonly [outcome: string]: string };
}

/** A whole drawing in short; the first node is where the entry leads. */
export interface Drawing {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly EntryRule[];
  readonly reentry: Reentry;
  readonly exits?: readonly ExitRule[];
  readonly nodes: { readonly [id: string]: Drawn };
}

/** The document of a drawing, laid out. */
export function drawn({ name, description, rules, reentry, exits = [], nodes }: Drawing): JourneyDocument {
  const origin = { x: 0, y: 0 };
  const ids = Object.keys(nodes);
  const edges = [
    { from: { node: 'entry', outcome: 'entered' }, to: ids[0]! }, // a drawing has a first node
    ...Object.entries(nodes).flatMap(([id, { to = {} }]) =>
      Object.entries(to).map(([outcome, next]) => ({ from: { node: id, outcome }, to: next })),
    ),
  ];
  const document: JourneyDocument = {
    schemaVersion: SCHEMA_VERSION,
    name,
    description,
    timeZone: 'Asia/Shanghai',
    entry: { position: origin, rules, reentry },
    exits,
    nodes: Object.entries(nodes).map(([id, { type, title, config }]) => ({
      id,
      type,
      title,
      config,
      position: origin,
    })),
    edges: edges.map((edge, i) => ({ id: `e${i + 1}`, ...edge })),
  };
  return layout(document, (node) => (node === ENTRY_NODE ? ENTRY_SIZE : cardSize(nodes[node.id])));
}

/** As the canvas draws them: a head, a line for each way out, and room for the numbers above. */
const ENTRY_SIZE = { width: 264, height: 180 };

function cardSize(drawn: Drawn | undefined) {
  return { width: 240, height: 64 + 28 * Object.keys(drawn?.to ?? {}).length + 24 };
}
