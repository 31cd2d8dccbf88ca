import type { Issue, Json, JsonObject } from '@sojourn/kernel';
import { stepsOf } from '@sojourn/journey';
import { HOLE } from '../filled.js';
import type { When } from '../manifest.js';
import type { NodeSpec } from '../node-spec.js';
import { issue, type At } from './issue.js';

/** A pointer that names no field of the config schema would silently read nothing. */
export function pointerIssues({ part: node, at }: At<NodeSpec>): Issue[] {
  return named(node)
    .filter(([, field]) => !field.startsWith('/') || !isField(node.config, stepsOf(field)))
    .map(([where, field]) =>
      issue(
        'manifest.unknown-field',
        `${at}${where}`,
        `"${field}" is not a field of the config.`,
        `“${field}”不是配置中的字段。`,
      ),
    );
}

type Named = [where: string, field: string];

function named(node: NodeSpec): Named[] {
  const { data, dynamicOutcomes = [], outcomes, summary, summaries = [] } = node;
  const { readsFromConfig = {}, writesFromConfig = {} } = data;
  const lists = { ...prefixed('readsFromConfig', readsFromConfig), ...prefixed('writesFromConfig', writesFromConfig) };
  return [
    ...dynamicOutcomes.flatMap(({ each, id, label }, index): Named[] => [
      [`/dynamicOutcomes/${index}/each`, `${each}/*/${id}`],
      [`/dynamicOutcomes/${index}/label`, `${each}/*/${label}`],
    ]),
    ...[...outcomes.map(({ when }) => when), ...dynamicOutcomes.map(({ when }) => when)].flatMap(conditions),
    ...Object.entries(lists).flatMap(([where, list]) =>
      list.flatMap((spec, index): Named[] =>
        (typeof spec === 'string' ? [spec] : [spec.at, spec.withinAt]).map((field) => [
          `/data/${where}/${index}`,
          field,
        ]),
      ),
    ),
    ...(data.narrowedAt === undefined ? [] : [['/data/narrowedAt', data.narrowedAt] satisfies Named]),
    ...holesOf(summary.en, '/summary'),
    ...summaries.flatMap(({ when, text }, index): Named[] => [
      ...conditions(when),
      ...holesOf(text.en, `/summaries/${index}/text`),
    ]),
    ...dependencies(node.config),
  ];
}

type Pointers = readonly (string | { readonly at: string; readonly withinAt: string })[];

function prefixed(name: string, lists: { readonly [key: string]: Pointers | undefined }): Record<string, Pointers> {
  return Object.fromEntries(Object.entries(lists).map(([key, list]) => [`${name}/${key}`, list ?? []]));
}

function holesOf(text: string, where: string): Named[] {
  return [...text.matchAll(HOLE)].map(([, field = '']) => [where, field]);
}

function conditions(when: When | readonly When[] | undefined): Named[] {
  if (when === undefined) return [];
  return (Array.isArray(when) ? (when as readonly When[]) : [when as When]).map(({ pointer }) => [
    '/outcomes',
    pointer,
  ]);
}

/** Fields that the choices of another depend on. */
function dependencies(schema: Json): Named[] {
  return optionsIn(schema).flatMap(({ dependsOn }) => dependsOn.map((field): Named => ['/config', field]));
}

export interface OptionsField {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/** Every `x-options` of a config schema; what is malformed in them is left out. */
export function optionsIn(schema: Json): OptionsField[] {
  if (Array.isArray(schema)) return schema.flatMap((item: Json) => optionsIn(item));
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema as JsonObject).flatMap(([key, value]) =>
    key === 'x-options' ? [optionsField(value)] : optionsIn(value),
  );
}

function optionsField(value: Json): OptionsField {
  const { name, dependsOn } = (typeof value === 'object' ? (value ?? {}) : {}) as JsonObject;
  const isText = (one: unknown): one is string => typeof one === 'string';
  return { name: isText(name) ? name : '', dependsOn: Array.isArray(dependsOn) ? dependsOn.filter(isText) : [] };
}

/** Whether the steps lead to a field of the schema; `*` and numbers step into lists. */
export function isField(schema: Json | undefined, steps: readonly string[]): boolean {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return false;
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  const part = schema as JsonObject;
  const properties = (part['properties'] ?? {}) as JsonObject;
  const here =
    step === '*' || /^\d+$/.test(step)
      ? isField(part['items'], rest)
      : Object.hasOwn(properties, step) && isField(properties[step], rest);
  return (
    here ||
    ['oneOf', 'anyOf', 'allOf'].some(
      (key) => Array.isArray(part[key]) && (part[key] as readonly Json[]).some((branch) => isField(branch, steps)),
    )
  );
}
