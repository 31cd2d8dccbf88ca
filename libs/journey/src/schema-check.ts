import type { Issue, JsonObject } from '@sojourn/kernel';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { messageOf } from '@sojourn/kernel';
import { patternCost, patternSteps } from './pattern-cost.js';
import { wordsFor } from './schema-words.js';

/** Steps that a pattern may take for one text, and all patterns for one value: beyond them a text does not match. */
const STEPS = { text: 2e8, value: 1e9 };
let stepsLeft = 0;

/**
 * Patterns come from manifests of others as well: whoever reads a long text by one comes back. Those without a bound are our own; of
 * others they are refused before anything is read by them.
 */
const patterns = Object.assign(
  (pattern: string, flags: string) => {
    const expression = new RegExp(pattern, flags);
    const cost = patternCost(pattern);
    if (cost.ways === Infinity) return expression;
    return {
      // Ajv tells patterns apart by it.
      toString: () => String(expression),
      test(text: string): boolean {
        const steps = patternSteps(cost, text.length);
        stepsLeft -= steps;
        return steps <= STEPS.text && stepsLeft >= 0 && expression.test(text);
      },
    };
  },
  { code: 'patterns' },
);

const ajv = new Ajv2020({ allErrors: true, strict: false, discriminator: true, verbose: true, addUsedSchema: false, code: { regExp: patterns } }); // prettier-ignore
// Both packages are CommonJS: the plugin lies one `default` deeper for the type checker than for Node.
(addFormats as unknown as (target: unknown) => void)(ajv);

// Ajv's own compares each item with each: minutes for a list of 100,000. This one is linear.
ajv.removeKeyword('uniqueItems');
ajv.addKeyword({
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  validate: (unique: boolean, items: readonly unknown[]) =>
    !unique || new Set(items.map(canonical)).size === items.length,
});

/**
 * Ajv makes functions from text, which the studio's content security policy forbids. There the form itself holds values to the
 * schema while they are typed, and the engine answers every saved draft with the issues of its own reading.
 */
const IN_PAGE = 'document' in globalThis;

/** Of a hostile value with very many faults the first are enough. */
const MAX_ERRORS = 1_000;

/** Compiled once per schema object: a node type's schema lives as long as its type. */
const compiled = new WeakMap<object, ValidateFunction | string>();

/**
 * Whether a value meets a JSON Schema, said in sentences that name the field by its title.
 * Codes are `<room>.<kind>` with the kinds of schema-words: `config.required`. A schema that is itself broken is one issue, `<room>.bad-schema`. In a page it answers nothing.
 */
export function schemaIssues(schema: JsonObject, value: unknown, room: string, pointer: string): readonly Issue[] {
  if (IN_PAGE) return [];
  const check = checkFor(schema);
  if (typeof check === 'string') return [badSchema(room, pointer, check)];
  stepsLeft = STEPS.value;
  if (check(value)) return [];
  return readable((check.errors ?? []).slice(0, MAX_ERRORS)).map((error) => {
    const { kind, at, message } = wordsFor(error);
    return { severity: 'error', code: `${room}.${kind}`, message, pointer: pointer + at };
  });
}

/** Equal values have equal texts, whatever the order of their keys. Deep values have been refused by then. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
}

function checkFor(schema: JsonObject): ValidateFunction | string {
  let check = compiled.get(schema);
  if (check === undefined) {
    // A schema is read by a schema.
    stepsLeft = STEPS.value;
    try {
      check = ajv.compile(schema);
    } catch (error) {
      check = messageOf(error);
    }
    compiled.set(schema, check);
  }
  return check;
}

/** Leaves out what only repeats another error: the branches of a choice that failed as a whole, `if`, the pattern of an empty text. */
function readable(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors
    .filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf')
    .map(({ schemaPath, instancePath }) => ({ schemaPath, instancePath }));
  const empty = new Set(
    errors.filter(({ keyword }) => keyword === 'minLength').map(({ instancePath }) => instancePath),
  );
  return errors.filter(({ keyword, schemaPath, instancePath }) => {
    if (keyword === 'if') return false;
    if (keyword === 'pattern' && empty.has(instancePath)) return false;
    return !choices.some(
      (choice) => schemaPath.startsWith(`${choice.schemaPath}/`) && instancePath.startsWith(choice.instancePath),
    );
  });
}

function badSchema(room: string, pointer: string, reason: string): Issue {
  const short = reason.slice(0, 200);
  return {
    severity: 'error',
    code: `${room}.bad-schema`,
    pointer,
    message: {
      en: `The node type's own configuration schema cannot be read (${short}). Tell the author of the plugin.`,
      'zh-CN': `该节点类型自带的配置结构无法读取（${short}），请联系插件作者。`,
    },
  };
}
