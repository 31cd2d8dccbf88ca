import { IDENTITIES } from './reads-of-source.js';

/** What of a contact and of a run a script may read, as its list of fields says; all of it without a list. */
export interface Readable {
  readonly identities: readonly (typeof IDENTITIES)[number][];
  /** First names of the attributes, or all. */
  readonly attributes: readonly string[] | 'all';
  readonly tags: boolean;
  readonly event: boolean;
  readonly variables: readonly string[] | 'all';
}

/** Reads a list such as `['email', 'attributes.spend', 'tags', 'event', 'variables.*']`; what it does not know gives nothing. */
export function readableOf(reads: readonly string[] | undefined): Readable {
  if (reads === undefined)
    return { identities: IDENTITIES, attributes: 'all', tags: true, event: true, variables: 'all' };
  return {
    identities: IDENTITIES.filter((name) => reads.includes(name)),
    attributes: below(reads, 'attributes.'),
    tags: reads.includes('tags'),
    event: reads.includes('event'),
    variables: below(reads, 'variables.'),
  };
}

function below(reads: readonly string[], prefix: string): readonly string[] | 'all' {
  const names = reads.filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
  return names.includes('*') ? 'all' : [...new Set(names.map((name) => name.split('.')[0] ?? name))];
}
