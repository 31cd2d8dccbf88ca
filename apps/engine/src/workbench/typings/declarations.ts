import type { JsonObject } from '@sojourn/kernel';
import type { LeftBefore } from './left-before.js';
import { fieldsOf, nameOf, nothingSeen, observe, type Observed } from './observed.js';
import type { Readable } from './readable.js';

/** What is known of the surroundings in which a script runs. */
export interface Surroundings {
  readonly readable: Readable;
  /** Attributes of contacts of the workspace, newest first. */
  readonly attributes: readonly JsonObject[];
  /** Attributes that earlier nodes of the drawing write, whether or not anybody has them yet. */
  readonly written: readonly string[];
  readonly tags: readonly string[];
  /** The events that let runs in, with payloads of recent ones; `sometimes` when runs come in without one, too. */
  readonly entry: { readonly events: ReadonlyMap<string, readonly JsonObject[]>; readonly sometimes: boolean };
  readonly left: LeftBefore;
  readonly outcomes: readonly string[];
}

/**
 * A TypeScript module that says what `contact`, `context` and the answer of a script are at its place in its journey; the
 * editor types the script as `Script`. Names that nobody has are not in it, so that a misspelt one shows at once.
 */
export function declarationsOf(around: Surroundings): string {
  return [
    contactType(around),
    contextType(around),
    resultType(around.outcomes),
    'export type Script = (contact: Contact, context: Context, log: (...values: unknown[]) => void) => Promise<Result>;',
  ].join('\n\n');
}

function contactType({ readable, attributes, written, tags }: Surroundings): string {
  const fields = [
    '  readonly id: number;',
    ...readable.identities.map((name) => `  readonly ${name}: string | null;`),
    ...(readable.attributes === 'all' || readable.attributes.length > 0
      ? [`  readonly attributes: ${attributesType(readable.attributes, attributes, written)};`]
      : []),
    ...(readable.tags ? ['  readonly tags: readonly Tag[];'] : []),
  ];
  const known = tags.map((tag) => JSON.stringify(tag));
  // `string & {}` keeps the suggestions and still takes a tag that nobody has yet.
  const tag = `/** Tags in use: ${tags.length}. */\nexport type Tag = ${[...known, '(string & {})'].join(' | ')};`;
  return [
    ...(readable.tags ? [tag] : []),
    `/** The contact who stands on this node. */\nexport interface Contact {\n${fields.join('\n')}\n}`,
  ].join('\n\n');
}

function attributesType(
  wanted: Readable['attributes'],
  seen: readonly JsonObject[],
  written: readonly string[],
): string {
  const all = seen.reduce<Observed>((at, one) => observe(at, one), nothingSeen()).fields ?? new Map<string, Observed>();
  const known = [...all.keys(), ...written];
  // A name that is allowed and that nobody has stays as wrong as without a list.
  const names = wanted === 'all' ? known : wanted.filter((name) => known.includes(name));
  const fields = new Map(names.map((name) => [name, all.get(name) ?? nothingSeen()]));
  return fieldsOf(fields, '  ', seen.length);
}

function contextType({ readable, entry, left }: Surroundings): string {
  const fields = [
    ...(readable.event ? [`  /** The event that let the run in. */\n  readonly event: ${eventType(entry)};`] : []),
    ...(readable.variables === 'all' || readable.variables.length > 0
      ? [`  /** What earlier nodes left. */\n  readonly variables: ${variablesType(readable.variables, left)};`]
      : []),
    '  /** Now, in epoch milliseconds. Date and Math.random follow it: the same input gives the same answer. */',
    '  readonly at: number;',
    '  /** 1 for the first time this run stands here. */',
    '  readonly visit: number;',
  ];
  return `export interface Context {\n${fields.join('\n')}\n}`;
}

function eventType({ events, sometimes }: Surroundings['entry']): string {
  const kinds = [...events].map(([type, payloads]) => {
    const seen = payloads.reduce<Observed>((at, one) => observe(at, one), nothingSeen());
    const properties = seen.fields ? fieldsOf(seen.fields, '    ') : 'Readonly<Record<string, any>>';
    return `{\n    readonly type: ${JSON.stringify(type)};\n    readonly occurredAt: number;\n    readonly properties: ${properties};\n  }`;
  });
  return [...kinds, ...(sometimes || kinds.length === 0 ? ['null'] : [])].join(' | ');
}

function variablesType(wanted: Readable['variables'], { variables, more }: LeftBefore): string {
  const known = [...variables.values()].filter(({ name }) => wanted === 'all' || wanted.includes(name));
  const named = wanted === 'all' ? [] : wanted.filter((name) => !variables.has(name));
  const lines = [
    ...known.map(({ name, type, always }) => `    readonly ${nameOf(name)}${always ? '' : '?'}: ${type};`),
    // Named by hand: nothing on the way is known to leave it, and a script or a plugin may.
    ...named.map((name) => `    readonly ${nameOf(name)}?: any;`),
    ...(more && wanted === 'all' ? ['    readonly [name: string]: any;'] : []),
  ];
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n  }`;
}

function resultType(outcomes: readonly string[]): string {
  const outcome = outcomes.map((id) => JSON.stringify(id)).join(' | ') || 'never';
  return `/** The declared outcomes. */
export type Outcome = ${outcome};

/** What the script must return. */
export interface Result {
  /** The way out: one of the declared outcomes. */
  outcome: Outcome;
  /** Attributes to write. */
  set?: Record<string, unknown>;
  tags?: { add?: string[]; remove?: string[] };
  /** For later nodes, 1,000 characters of JSON at most. */
  variables?: Record<string, unknown>;
}`;
}
