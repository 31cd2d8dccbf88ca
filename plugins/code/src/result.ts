import type { ContactPatch, Item } from '@sojourn/plugin-sdk/engine';

type JsonObject = Item['variables'];
type Json = JsonObject[string];

/** What a script decided, checked. */
export interface Result {
  readonly outcome: string;
  readonly patch?: ContactPatch;
  readonly output: JsonObject;
}

/** Run state stays small: later nodes read variables, they do not store data. */
const MAX_VARIABLES = 1_000;
const MAX_SET = 100;

/** Reads a script's return value; answers what is wrong with it as text. */
export function read(value: Json, outcomes: readonly string[]): Result | string {
  if (!isObject(value))
    return `it returned ${value === null ? 'nothing' : Array.isArray(value) ? 'a list' : `a ${typeof value}`}.`;
  const { outcome, set = {}, tags = {}, variables = {}, ...others } = value;
  if (typeof outcome !== 'string') return 'outcome is missing.';
  if (!outcomes.includes(outcome)) return `outcome "${outcome.slice(0, 60)}" is not one of ${outcomes.join(', ')}.`;
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) return `"${stranger.slice(0, 60)}" is not known.`;
  if (!isObject(set)) return 'set is not an object.';
  if (Object.keys(set).length > MAX_SET) return `set writes more than ${MAX_SET} attributes.`;
  if (!isObject(variables)) return 'variables is not an object.';
  if (JSON.stringify(variables).length > MAX_VARIABLES)
    return `variables are longer than ${MAX_VARIABLES} characters of JSON.`;
  if (!isObject(tags)) return 'tags is not an object.';
  const { add = [], remove = [] } = tags;
  if (!isTags(add) || !isTags(remove)) return 'tags.add and tags.remove are lists of short texts.';
  const changes = {
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...(add.length > 0 ? { addTags: add } : {}),
    ...(remove.length > 0 ? { removeTags: remove } : {}),
  };
  return { outcome, output: variables, ...(Object.keys(changes).length > 0 && { patch: changes }) };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTags(value: Json): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= 50 &&
    value.every((tag) => typeof tag === 'string' && tag.length > 0 && tag.length <= 100)
  );
}
