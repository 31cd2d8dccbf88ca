import type { Json, JsonObject } from '@sojourn/kernel';
import { itemFrom, project, projectionOf, type ItemData, type Manifest } from '@sojourn/plugin-sdk';
import type { FixtureEvent, FixtureItem } from './fixture.js';

const MORNING = Date.parse('2026-03-01T09:00:00Z');

/** The items as they cross into the node: with what it declares to read, and nothing else. */
export function itemsOf(manifest: Manifest, config: JsonObject, written: readonly FixtureItem[]): readonly ItemData[] {
  const projection = projectionOf(manifest, config);
  return written.map((one, key) => project(itemFrom(whole(one, key)), projection));
}

/** With everything the fixture tells. */
function whole(written: FixtureItem, key: number): ItemData {
  const at = moment(written.at) ?? MORNING;
  const event = (one: FixtureEvent, id: number) => ({
    id,
    type: one.type,
    occurredAt: moment(one.at) ?? at,
    properties: one.properties ?? {},
  });
  const past = (written.history ?? []).map((one, index) => event(one, index + 1));
  past.sort((a, b) => a.occurredAt - b.occurredAt);
  const types = new Set(past.map(({ type }) => type));
  const { wake = { kind: 'arrived' }, entryEvent, memory } = written;
  const cause = (wake as { event?: FixtureEvent }).event;
  return {
    key,
    runId: key + 1,
    visit: written.visit ?? 1,
    at,
    arrivedAt: moment(written.arrivedAt) ?? at,
    timeZone: written.timeZone ?? 'UTC',
    contact: { id: key + 1, attributes: {}, tags: [], ...written.contact },
    ...(entryEvent && { entryEvent: event(entryEvent, 1_000_001) }),
    variables: written.variables ?? {},
    wake: { ...wake, ...(cause && { event: event(cause, 1_000_002) }) } as unknown as ItemData['wake'],
    ...(memory !== undefined && { memory }),
    history: Object.fromEntries([...types].map((type) => [type, past.filter((one) => one.type === type)])),
  };
}

/** Epoch milliseconds of an ISO moment. */
export function moment(written: Json | undefined): number | undefined {
  if (typeof written === 'number') return written;
  return typeof written === 'string' ? Date.parse(written) : undefined;
}
