import { valuesAt } from '@sojourn/journey';
import type { Json, JsonObject } from '@sojourn/kernel';
import { includesField, type Capability } from '@sojourn/plugin-sdk';
import type { Decision, Why } from '@sojourn/plugin-sdk/engine';
import { checkCondition } from '@sojourn/rules';
import { askFault, effectFault } from './check-effects.js';
import type { PluginNodeType } from './plugin-node-type.js';

/** Characters of a decision as JSON: what a receipt and a run's row bear. */
const LONGEST = 8_000;
const LONGEST_MEMORY = 512;
/** Characters of JSON that a decision may add to the run's variables. */
const LONGEST_OUTPUT = 1_000;
const MOST_EFFECTS = 20;
const LONGEST_RETRY = 30 * 86_400_000;
const MOST_SUBSCRIPTIONS = 50;

/** What a node may do at most: `type.capabilities`, or what of them the workspace granted. */
export interface DecisionRules {
  readonly type: PluginNodeType;
  readonly config: JsonObject;
  readonly capabilities: readonly Capability[];
}

/**
 * What code from outside decided, held to the contract and to its manifest. Answers a decision with nothing in it but what the
 * contract knows, or in words what is wrong with it. Takes any JSON at all and never throws.
 */
export function checkDecision(
  answer: Json | undefined,
  rules: DecisionRules,
): { decision: Decision } | { fault: string } {
  if (!isObject(answer)) return { fault: 'It answered no decision.' };
  if (JSON.stringify(answer).length > LONGEST) return { fault: `Its decision has more than ${LONGEST} characters.` };
  const { do: verb, item } = answer;
  if (typeof item !== 'number' || !Number.isSafeInteger(item)) return { fault: 'Its decision names no item.' };
  const known = typeof verb === 'string' && Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!known) return { fault: `"${String(verb).slice(0, 40)}" is not a verb.` };
  for (const field of known) {
    const value = answer[field];
    const fault = value === undefined ? undefined : FIELDS[field]!(value, rules);
    if (fault !== undefined) return { fault };
  }
  const missing = (REQUIRED[verb as string] ?? []).find((field) => answer[field] === undefined);
  if (missing !== undefined) return { fault: `Its decision "${String(verb)}" lacks "${missing}".` };
  const fields = known.flatMap((field) => (answer[field] === undefined ? [] : [[field, answer[field]]]));
  // Every field was checked by its own rule just above.
  return { decision: { item, do: verb, ...Object.fromEntries(fields) } as unknown as Decision };
}

const VERBS: { readonly [verb: string]: readonly string[] } = {
  to: ['outcome', 'patch', 'output', 'effects', 'why'],
  wait: ['until', 'events', 'memory', 'effects', 'why'],
  ask: ['ask', 'memory'],
  retry: ['after', 'memory', 'why'],
  fail: ['why'],
  drop: ['patch', 'effects', 'why'],
};
const REQUIRED: { readonly [verb: string]: readonly string[] } = {
  to: ['outcome'],
  ask: ['ask'],
  retry: ['after'],
  fail: ['why'],
};

type Rule = (value: Json, rules: DecisionRules) => string | undefined;

const FIELDS: { readonly [field: string]: Rule } = {
  outcome: (value, { type, config }) =>
    type.outcomes(config).some(({ id }) => id === value)
      ? undefined
      : `It leaves by "${String(value).slice(0, 64)}", which is not one of its outcomes.`,
  patch: patchFault,
  output(value) {
    if (!isObject(value)) return 'Its output is no object.';
    return JSON.stringify(value).length <= LONGEST_OUTPUT
      ? undefined
      : `Its output has more than ${LONGEST_OUTPUT} characters of JSON.`;
  },
  until: (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 8.64e15
      ? undefined
      : 'It waits until what is no moment.',
  after: (value) =>
    typeof value === 'number' && value >= 0 && value <= LONGEST_RETRY
      ? undefined
      : 'It tries again after what is no time.',
  memory: (value) =>
    JSON.stringify(value).length <= LONGEST_MEMORY
      ? undefined
      : `It keeps more than ${LONGEST_MEMORY} characters of memory.`,
  events: subscriptionsFault,
  effects(value, rules) {
    if (!Array.isArray(value)) return 'Its effects are no list.';
    if (value.length > MOST_EFFECTS) return `It wants more than ${MOST_EFFECTS} effects.`;
    for (const effect of value as readonly Json[]) {
      const fault = isObject(effect) ? effectFault(effect, rules) : 'An effect is no object.';
      if (fault !== undefined) return fault;
    }
    return undefined;
  },
  ask: (value, { capabilities }) => (isObject(value) ? askFault(value, capabilities) : 'It asks nothing.'),
  why: whyFault,
};

function whyFault(value: Json, { type }: DecisionRules): string | undefined {
  const { code, params = {} } = (isObject(value) ? value : {}) as Partial<Why>;
  if (typeof code !== 'string' || !Object.hasOwn(type.manifest.reasons, code))
    return `It gives the reason "${String(code).slice(0, 64)}", for which its manifest has no words.`;
  const isFact = (param: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof param);
  return isObject(params as Json) && Object.values(params).every(isFact)
    ? undefined
    : `The values of its reason "${code}" are not texts, numbers or booleans.`;
}

function subscriptionsFault(value: Json): string | undefined {
  if (!Array.isArray(value) || value.length > MOST_SUBSCRIPTIONS) return 'It waits for what is no list of events.';
  const ids = new Set<string>();
  for (const one of value as readonly Json[]) {
    const { id, event, filter } = isObject(one) ? one : ({} as JsonObject);
    if (!isName(id) || !isName(event)) return 'It waits for an event without a name.';
    if (ids.has(id)) return `It waits for two events by the same id "${id}".`;
    ids.add(id);
    if (filter !== undefined && checkCondition(filter, '').some(({ severity }) => severity === 'error'))
      return `It waits for "${event}" by a condition that cannot be read.`;
  }
  return undefined;
}

/** Only what the manifest says is written, by name or where the config names it. */
function patchFault(value: Json, { type, config, capabilities }: DecisionRules): string | undefined {
  if (!isObject(value)) return 'Its patch is no object.';
  const { set = {}, unset = [], addTags = [], removeTags = [] } = value;
  if (!isObject(set) || ![Object.keys(set), unset, addTags, removeTags].every(isNames))
    return 'Its patch is not of the form of one.';
  const { writes = [], writesFromConfig = {} } = type.spec.data;
  const chosen = (pointers: readonly string[] = [], kind: string): string[] =>
    pointers.flatMap((pointer) => valuesAt(config, pointer)).map((found) => `${kind}.${String(found.value)}`);
  const chosenFields = [...chosen(writesFromConfig.attributes, 'attributes'), ...chosen(writesFromConfig.tags, 'tags')];
  const granted = capabilities.flatMap((one) => (one.kind === 'contacts.write' ? one.fields : []));
  const covers = (fields: readonly string[], field: string): boolean => fields.some((one) => includesField(one, field));
  // What a config names is a name: `*` is no wildcard there.
  const isDeclared = (field: string): boolean => covers(writes, field) || chosenFields.some((one) => !one.endsWith('.*') && includesField(one, field)); // prettier-ignore
  const changed = [
    ...[...Object.keys(set), ...(unset as readonly string[])].map((name) => `attributes.${name}`),
    ...[...(addTags as readonly string[]), ...(removeTags as readonly string[])].map((name) => `tags.${name}`),
  ];
  const undeclared = changed.find((field) => !isDeclared(field));
  if (undeclared !== undefined)
    return `It changes ${undeclared.slice(0, 80)}, which its manifest does not say that it writes.`;
  const refused = granted.length > 0 ? changed.find((field) => !covers(granted, field)) : undefined;
  return refused === undefined ? undefined : `It changes ${refused.slice(0, 80)}, which was not granted.`;
}

const isNames = (value: Json): boolean => Array.isArray(value) && value.length <= 200 && value.every(isName);
const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 191;

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
