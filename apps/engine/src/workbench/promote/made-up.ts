import type { Json, JsonObject } from '@sojourn/kernel';
import type { Sample } from '../run/sample.service.js';
import { nothingSeen, observe } from '../typings/observed.js';
import type { Readable } from '../typings/readable.js';

/** Attributes of a made-up contact at most. */
const MOST = 20;

/**
 * Three people who do not exist, for tests that must hold nobody's data: one without any attributes, one with small values and
 * one with large ones, of the types that are in use.
 */
export function madeUp(readable: Readable, seen: readonly JsonObject[]): readonly Sample[] {
  const fields = seen.reduce((at, one) => observe(at, one), nothingSeen()).fields;
  const names = readable.attributes === 'all' ? [...(fields?.keys() ?? [])].slice(0, MOST) : readable.attributes;
  const attributes = (large: boolean): JsonObject =>
    Object.fromEntries(names.map((name): [string, Json] => [name, valueOf(fields?.get(name)?.plain, large)]));
  return [{}, attributes(false), attributes(true)].map((own, index) => ({
    id: index + 1,
    name: null,
    entryEvent: undefined,
    facts: {
      contact: {
        id: index + 1,
        externalId: `sample-${index + 1}`,
        email: `sample${index + 1}@example.com`,
        language: index === 2 ? 'zh-CN' : 'en',
        attributes: own,
        tags: index === 2 ? ['vip'] : [],
      },
      timeZone: 'UTC',
      lastEventId: 0,
      history: new Map(),
    },
  }));
}

function valueOf(plain: ReadonlySet<string> | undefined, large: boolean): Json {
  if (plain?.has('boolean')) return large;
  if (plain?.has('string')) return large ? 'gold' : 'plain';
  return large ? 100_000 : 1;
}
