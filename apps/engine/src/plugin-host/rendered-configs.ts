import type { ContactFacts, JourneyStore, PluginNodeType } from '@sojourn/execution';
import { stepsOf, visitFields } from '@sojourn/journey';
import { groupBy, UserError, type Json, type JsonObject } from '@sojourn/kernel';
import type { ItemData } from '@sojourn/plugin-sdk';
import { parseJson, rowsAmong, type Database } from '@sojourn/storage';
import type { CallItem } from '../couriers/plugin-courier.js';
import { concurrently } from '../couriers/concurrently.js';
import type { Renderer } from '../ports.js';

export interface RenderParts {
  readonly read: Database['read'];
  readonly store: Pick<JourneyStore, 'loadFacts'>;
  readonly renderer: () => Promise<Renderer>;
}

const ALL = { attributes: new Set(['*']), tags: true, payload: false, events: new Map<string, number>() };
const AT_ONCE = 8;

/**
 * Each item's own config: fields of a channel that are written in Liquid say what this contact shall read, so that nothing else of
 * the contact need cross. A text says why a config could not be rendered. Nodes of other kinds get the config as it is.
 */
export async function renderedConfigs(
  parts: RenderParts,
  items: readonly CallItem[],
  type: PluginNodeType,
  config: JsonObject,
  now: number,
): Promise<readonly (JsonObject | string)[]> {
  const fields = type.spec.kind === 'channel' ? liquidFields(type, config) : [];
  if (fields.length === 0) return items.map(() => config);
  const renderer = await parts.renderer();
  const data = await dataOf(parts, items);
  return concurrently([...items.entries()], AT_ONCE, async ([place, item]) => {
    try {
      let own = config;
      for (const { steps, source } of fields) {
        const { text = '' } = await renderer.render({ content: { body: source, format: 'text' }, data: data.get(item.id) ?? {}, now }); // prettier-ignore
        own = withValue(own, steps, text) as JsonObject;
      }
      return own;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return `${error.code}: ${error.message} (item ${place})`;
    }
  });
}

/** Texts of a config whose schema says that they are Liquid. */
function liquidFields(
  { spec }: PluginNodeType,
  config: JsonObject,
): readonly { readonly steps: readonly string[]; readonly source: string }[] {
  const found = new Map<string, string>();
  visitFields(spec.config, config, (schema, value, pointer) => {
    if (schema['x-widget'] === 'liquid' && typeof value === 'string') found.set(pointer, value);
  });
  return [...found].map(([pointer, source]) => ({ steps: stepsOf(pointer), source }));
}

/** What templates may name, as in messages: `contact`, `event`, and what earlier nodes left. */
async function dataOf(
  { read, store }: RenderParts,
  items: readonly CallItem[],
): Promise<ReadonlyMap<number, JsonObject>> {
  const facts = new Map<number, ContactFacts>();
  for (const [workspaceId, group] of groupBy(items, (item) => item.workspaceId)) {
    const wanted = [...new Set(group.map(({ contactId }) => contactId))].map((contactId) => ({
      contactId,
      workspaceId,
    }));
    for (const [contactId, one] of await store.loadFacts(wanted, ALL)) facts.set(contactId, one);
  }
  const runs = await rowsAmong<{ id: number; variables: string }>(
    read,
    [...new Set(items.map(({ runId }) => runId))],
    (list) => `SELECT id, variables FROM run WHERE id IN ${list}`,
  );
  const variables = new Map(runs.map((run) => [run.id, parseJson<JsonObject>(run.variables) ?? {}]));
  return new Map(
    items.map((item) => [
      item.id,
      { ...variables.get(item.runId), contact: contactOf(facts.get(item.contactId)), event: eventOf(item) },
    ]),
  );
}

function contactOf(facts: ContactFacts | undefined): JsonObject {
  if (!facts) return {};
  const { id, externalId = null, email = null, phone = null, language = null, attributes, tags } = facts.contact;
  return { id, externalId, email, phone, language, timeZone: facts.timeZone, attributes, tags: [...tags] };
}

function eventOf({ effect }: CallItem): Json {
  const { entryEvent } = effect.item as unknown as ItemData;
  if (!entryEvent) return null;
  const { type, occurredAt, properties } = entryEvent;
  return { type, occurredAt: new Date(occurredAt).toISOString(), properties };
}

function withValue(value: Json, [step, ...rest]: readonly string[], text: string): Json {
  if (step === undefined) return text;
  if (Array.isArray(value)) return (value as readonly Json[]).map((one, i) => (String(i) === step ? withValue(one, rest, text) : one)); // prettier-ignore
  const object = value as JsonObject;
  return { ...object, [step]: withValue(object[step] ?? null, rest, text) };
}
