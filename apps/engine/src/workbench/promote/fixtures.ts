import type { Json, JsonObject } from '@sojourn/kernel';
import type { Decision } from '@sojourn/plugin-sdk/engine';
import type { Readable } from '../typings/readable.js';
import type { PromotedFixture } from './promotion.js';

/** What a script was handed and what the code node decided by it. */
export interface Tried {
  /** `{ contact, event, variables, at, visit }` as the code node hands it over. */
  readonly input: JsonObject;
  readonly decision: Decision | undefined;
}

/** Reasons that hang on the limits of a code node: a package has others. */
const OF_LIMITS = new Set(['timeout', 'memory']);

/** Tests out of tried contacts, with no more of each than the script reads. */
export function fixturesOf(tried: readonly Tried[], source: string, readable: Readable): readonly PromotedFixture[] {
  const byId = /\bcontact\s*\??\.\s*id\b/.test(source);
  const byChance = /\bMath\s*\.\s*random\b/.test(source);
  return tried.flatMap(({ input, decision }, index) => {
    const expect = decision && expected(decision, byChance);
    if (!expect) return [];
    const { contact, event, variables, at } = input;
    const moment = new Date(typeof at === 'number' ? at : 0).toISOString();
    const own = part(object(variables), readable.variables);
    return [
      {
        name: `contact ${index + 1}`,
        contact: { id: byId ? (object(contact)['id'] ?? 0) : index + 1, ...contactPart(object(contact), readable) },
        at: moment,
        ...(Object.keys(own).length > 0 ? { variables: own } : {}),
        ...(readable.event && event ? { entryEvent: eventPart(object(event)) } : {}),
        expect,
      },
    ];
  });
}

function expected(decision: Decision, byChance: boolean): JsonObject | undefined {
  if (decision.do !== 'to' || (decision.why && OF_LIMITS.has(decision.why.code))) return undefined;
  const { outcome, patch, output, why } = decision;
  if (byChance) return { do: 'to' };
  if (outcome === 'error') return { do: 'to', outcome, ...(why ? { why: { code: why.code } } : {}) };
  return {
    do: 'to',
    outcome,
    ...(patch ? { patch: patch as unknown as JsonObject } : {}), // plain data by its own declaration
    ...(output && Object.keys(output).length > 0 ? { output } : {}),
  };
}

function contactPart(contact: JsonObject, { identities, attributes, tags }: Readable): JsonObject {
  const known: Record<string, Json> = {};
  for (const name of identities) if (contact[name] !== null && contact[name] !== undefined) known[name] = contact[name];
  return {
    ...known,
    attributes: part(object(contact['attributes']), attributes),
    ...(tags ? { tags: contact['tags'] ?? [] } : {}),
  };
}

function eventPart(event: JsonObject): NonNullable<PromotedFixture['entryEvent']> {
  const { type, occurredAt, properties } = event;
  return {
    type: String(type),
    at: new Date(typeof occurredAt === 'number' ? occurredAt : 0).toISOString(),
    properties: object(properties),
  };
}

function part(all: JsonObject, names: readonly string[] | 'all'): JsonObject {
  if (names === 'all') return all;
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(all, name) ? [[name, all[name]!]] : [])));
}

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
