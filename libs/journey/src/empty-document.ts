import { type JourneyDocument, SCHEMA_VERSION } from './document.js';

/** A fresh drawing: an entry card without a rule, nothing else. Not yet publishable, and says why. */
export function emptyDocument(name: string): JourneyDocument {
  return {
    schemaVersion: SCHEMA_VERSION,
    name,
    entry: { position: { x: 0, y: 0 }, rules: [], reentry: { mode: 'once' } },
    exits: [],
    nodes: [],
    edges: [],
  };
}
