import type { JsonObject } from '@sojourn/kernel';
import { valuesAt } from '@sojourn/journey';
import type { Identity, Manifest } from '../manifest.js';
import { nodeTypeOf } from '../node-type.js';
import { named, type Names } from './names.js';
import { narrowedReads } from './narrowed-reads.js';

/** What of an item crosses into a node: its declaration, applied to one config, narrowed by a grant. */
export interface Projection {
  readonly identities: ReadonlySet<Identity>;
  /** Dotted paths, or all. */
  readonly attributes: Names;
  readonly tags: boolean;
  /** First steps, or all. */
  readonly variables: Names;
  /** The event that let the run in. */
  readonly event: boolean;
  /** Event type -> how far before the arrival, in milliseconds (`Infinity`: all). */
  readonly events: ReadonlyMap<string, number>;
  /** Types of events the node may be woken by: those it reads, and those its config names where `data` says. */
  readonly heard: ReadonlySet<string>;
}

/** What a node reads with this config, by its manifest alone. */
export function projectionOf(manifest: Manifest, config: JsonObject): Projection {
  const {
    identities = [],
    variables,
    event = false,
    events = [],
    eventsAt = [],
  } = narrowedReads(manifest.reads, config);
  const reads = nodeTypeOf(manifest).reads(config);
  const chosen = eventsAt
    .flatMap((spec) => valuesAt(config, typeof spec === 'string' ? spec : spec.at))
    .flatMap(({ value }) => (typeof value === 'string' && value !== '' ? [value] : []));
  return {
    identities: new Set(identities),
    attributes: named(reads.attributes),
    tags: reads.tags,
    variables: variables === 'all' ? 'all' : new Set(variables),
    // A condition over the payload asks about it.
    event: event || reads.payload,
    events: reads.events,
    heard: new Set([...events, ...chosen, ...reads.events.keys()]),
  };
}
