import type { Issue, Json, JsonObject } from '@sojourn/kernel';
import { child, type NodeCatalogue, type NodeType, type Outcome, valuesAt } from '@sojourn/journey';
import { checkCondition, type Condition, mergeReads, type Reads, readsOf, type Span } from '@sojourn/rules';
import { holds } from './holds.js';
import { narrowedReads } from './projection/narrowed-reads.js';
import type { EachOutcome, Manifest, OutcomeSpec } from './manifest.js';

const SPAN_MS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 } as const;

/** A node type as the journey room knows it, made of a manifest alone: no plugin code runs. */
export function nodeTypeOf(manifest: Manifest): NodeType {
  return {
    type: manifest.name,
    title: manifest.title,
    configSchema: manifest.config,
    waits: manifest.waits,
    ...(manifest.kind === 'trigger' && { isSource: true }),
    outcomes: (config) => manifest.outcomes.flatMap((spec) => outcomesFor(spec, config)),
    check: (config) => [...conditionIssues(manifest, config), ...outcomeIssues(manifest, config)],
    reads: (config) => readsFor(manifest, config),
  };
}

/** Node types of many plugins, by name. A later manifest of the same name takes the place of an earlier one. */
export function catalogueOf(manifests: Iterable<Manifest>): NodeCatalogue {
  const types = new Map([...manifests].map((manifest) => [manifest.name, nodeTypeOf(manifest)]));
  return { get: (type) => types.get(type) };
}

function outcomesFor(spec: OutcomeSpec, config: JsonObject): readonly Outcome[] {
  if (!holds(spec.when, config)) return [];
  const immediate =
    typeof spec.immediate === 'boolean'
      ? spec.immediate
      : spec.immediate !== undefined && holds(spec.immediate, config);
  const traits = { ...(spec.tone && { tone: spec.tone }), ...(immediate && { immediate }) };
  if (!('each' in spec)) return [{ id: spec.id, label: spec.label, ...traits }];
  return itemsOf(spec, config).flatMap(({ value }) => {
    const id = field(value, spec.id);
    const label = field(value, spec.label) ?? id;
    // A half-filled item of a draft has no way out yet; the schema says what it lacks.
    return id === undefined || label === undefined ? [] : [{ id, label: { en: label, 'zh-CN': label }, ...traits }];
  });
}

function itemsOf(spec: EachOutcome, config: JsonObject): ReturnType<typeof valuesAt> {
  return valuesAt(config, `${spec.each}/*`);
}

function field(item: Json, name: string): string | undefined {
  const value = valuesAt(item, child('', name))[0]?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function conditionIssues(manifest: Manifest, config: JsonObject): readonly Issue[] {
  return conditionsIn(manifest, config).flatMap(({ pointer, value }) => checkCondition(value, pointer));
}

function conditionsIn(manifest: Manifest, config: JsonObject): ReturnType<typeof valuesAt> {
  return (manifest.reads.conditionsAt ?? []).flatMap((pointer) => valuesAt(config, pointer));
}

/** Two ways out with one id could not be told apart by an edge. */
function outcomeIssues(manifest: Manifest, config: JsonObject): readonly Issue[] {
  const fixed = manifest.outcomes.flatMap((spec) => ('each' in spec || !holds(spec.when, config) ? [] : [spec.id]));
  const seen = new Set(fixed);
  return manifest.outcomes.flatMap((spec) => {
    if (!('each' in spec) || !holds(spec.when, config)) return [];
    return itemsOf(spec, config).flatMap(({ pointer, value }): Issue[] => {
      const id = field(value, spec.id);
      if (id === undefined || !seen.has(id)) {
        if (id !== undefined) seen.add(id);
        return [];
      }
      return [
        {
          severity: 'error',
          code: 'config.duplicate-outcome',
          pointer: child(pointer, spec.id),
          message: {
            en: `Two ways out have the id "${id.slice(0, 60)}". Give one of them another id.`,
            'zh-CN': `有两个出口使用了相同的标识“${id.slice(0, 60)}”，请修改其中一个。`,
          },
        },
      ];
    });
  });
}

function readsFor(manifest: Manifest, config: JsonObject): Reads {
  const {
    attributes,
    tags = false,
    attributesAt = [],
    events: always = [],
    eventsAt = [],
  } = narrowedReads(manifest.reads, config);
  const paths = attributesAt
    .flatMap((pointer) => valuesAt(config, pointer))
    .flatMap(({ value }) => (typeof value === 'string' && value !== '' ? [value] : []));
  const events = new Map<string, number>(always.map((type) => [type, Infinity]));
  for (const spec of eventsAt) {
    const back = typeof spec === 'string' ? Infinity : millisecondsOf(valuesAt(config, spec.withinAt)[0]?.value);
    if (back === undefined) continue;
    for (const { value } of valuesAt(config, typeof spec === 'string' ? spec : spec.at)) {
      if (typeof value === 'string' && value !== '') events.set(value, Math.max(back, events.get(value) ?? 0));
    }
  }
  const own: Reads = {
    attributes: new Set([...(attributes === 'all' ? ['*'] : (attributes ?? [])), ...paths]),
    tags,
    payload: false,
    events,
  };
  const asked = conditionsIn(manifest, config)
    // A draft may hold half a condition; it reads nothing until it is whole.
    .filter(({ value, pointer }) => checkCondition(value, pointer).every(({ severity }) => severity !== 'error'))
    .map(({ value }) => readsOf(value as unknown as Condition));
  return mergeReads(own, ...asked);
}

/** A look-back's length; undefined when there is none. Days are 24 hours, as in conditions. */
function millisecondsOf(span: Json | undefined): number | undefined {
  if (typeof span !== 'object' || span === null || Array.isArray(span)) return undefined;
  const { amount, unit } = span as unknown as Partial<Span>;
  return typeof amount === 'number' && typeof unit === 'string' && Object.hasOwn(SPAN_MS, unit)
    ? amount * SPAN_MS[unit]
    : undefined;
}
