import { SCHEMA_VERSION, type Edge, type JourneyDocument, type JourneyNode } from '@sojourn/journey';

/** A small journey for specs: entry -> a -> b -> c, with a second way from a to c. */
export function sampleDocument(): JourneyDocument {
  const node = (id: string, type: string, x: number, y: number): JourneyNode => ({
    id,
    type,
    config: {},
    position: { x, y },
  });
  const edge = (id: string, from: string, outcome: string, to: string): Edge => ({
    id,
    from: { node: from, outcome },
    to,
  });
  return {
    schemaVersion: SCHEMA_VERSION,
    name: 'Welcome',
    entry: { position: { x: 0, y: 0 }, rules: [{ id: 'r1', kind: 'api' }], reentry: { mode: 'once' } },
    exits: [],
    nodes: [node('a', 'segment', 300, 0), node('b', 'message', 600, 0), node('c', 'exit', 900, 0)],
    edges: [
      edge('e1', 'entry', 'entered', 'a'),
      edge('e2', 'a', 'yes', 'b'),
      edge('e3', 'b', 'delivered', 'c'),
      edge('e4', 'a', 'else', 'c'),
    ],
  };
}
