import type { Json, JsonObject } from '@sojourn/kernel';
import type { HttpAnswer } from '../context.js';
import { propertyAt } from '../property.js';
import type { DeclarativeSpec } from '../node-spec.js';

type Row = DeclarativeSpec['outcomes'][number];

/** The first row that fits an answer. */
export function rowFor(rows: readonly Row[], answer: HttpAnswer): Row | undefined {
  return rows.find(({ status, when }) => {
    if ('error' in answer) return status === 'error';
    if (status === 'error' || !statusFits(status, answer.status)) return false;
    return !when || valueIn(answer.body, when.path) === when.equals;
  });
}

function statusFits(pattern: string, status: number): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('xx') ? Math.floor(status / 100) === Number(pattern[0]) : Number(pattern) === status;
}

/** Names with the values at their paths in the answer; what is not there is left out. */
export function taken(paths: { readonly [name: string]: string } | undefined, body: Json): JsonObject | undefined {
  if (!paths) return undefined;
  const found = Object.entries(paths).flatMap(([name, path]) => {
    const value = valueIn(body, path);
    return value === undefined ? [] : [[name, value] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

/** A step may be a place in a list: `days.0.sky`. */
function valueIn(body: Json, path: string): Json | undefined {
  return typeof body === 'object' && body !== null ? propertyAt(body as JsonObject, path) : undefined;
}
