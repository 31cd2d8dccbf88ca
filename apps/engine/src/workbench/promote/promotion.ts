import type { JsonObject, LocalText } from '@sojourn/kernel';
import type { Readable } from '../typings/readable.js';

/** A code node on its way to being a plugin: all that the project is made of. */
export interface Promotion {
  readonly publisher: string;
  /** Second part of the plugin's id, and its node's type: `order-value`. */
  readonly name: string;
  readonly title: LocalText;
  readonly source: string;
  readonly outcomes: readonly { readonly id: string; readonly label: string }[];
  /** What the script may read, or what it can be seen to read. */
  readonly readable: Readable;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly fixtures: readonly PromotedFixture[];
}

/** A contact the script was run on, and what it decided. */
export interface PromotedFixture {
  readonly name: string;
  readonly contact: JsonObject;
  /** ISO moment. */
  readonly at: string;
  readonly variables?: JsonObject;
  readonly entryEvent?: { readonly type: string; readonly at: string; readonly properties: JsonObject };
  /** Parts of the decision. */
  readonly expect: JsonObject;
}

/** What a script's text lets expect of its answers. */
export interface Writes {
  readonly attributes: boolean;
  readonly tags: boolean;
  readonly variables: boolean;
}

/** A script that never names them writes none; one that does may. */
export function writesOf(source: string): Writes {
  return {
    attributes: /\bset\b/.test(source),
    tags: /\btags\s*(:|[,}])/.test(source),
    variables: /\bvariables\s*(:|[,}])/.test(source),
  };
}

/** The fields in the words of a manifest: `['email', 'attributes.spend', 'tags']`. */
export function fieldsOf({ identities, attributes, tags, event, variables }: Readable): readonly string[] {
  return [
    ...identities,
    ...(attributes === 'all' ? ['attributes.*'] : attributes.map((name) => `attributes.${name}`)),
    ...(tags ? ['tags'] : []),
    ...(event ? ['event'] : []),
    ...(variables === 'all' ? ['variables.*'] : variables.map((name) => `variables.${name}`)),
  ];
}
