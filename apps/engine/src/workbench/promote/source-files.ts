import type { Promotion } from './promotion.js';

/** Words of the language, and what the files of a project call their own. */
const TAKEN = new Set(
  ('await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if ' +
    'implements import in instanceof interface let new null package private protected public return static super switch this throw ' +
    'true try typeof undefined var void while with yield arguments assert decided driver manifest node read script surroundings test to visit').split(' '), // prettier-ignore
);

/** `order-value` -> `orderValue`; `class` -> `classNode` */
export function identifierOf(name: string): string {
  const own = name.replaceAll(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replaceAll('-', '');
  return TAKEN.has(own) ? `${own}Node` : own;
}

/** The node's file in `src`, without its ending: never that of another. */
export function fileOf(name: string): string {
  return ['index', 'script', 'result'].includes(name) ? `${name}-node` : name;
}

/** `src/index.ts` */
export function indexFile({ name }: Promotion): string {
  const own = identifierOf(name);
  const key = own === name ? own : `'${name}': ${own}`;
  return `import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { ${own} } from './${fileOf(name)}.ts';

export default definePlugin({ nodes: { ${key} } });
`;
}

/** Whether the script looks at the clock or draws chance by their own names: only then are they brought along. */
function usesSurroundings(source: string): boolean {
  return /\b(Date|Math\s*\.\s*random|console)\b/.test(source);
}

/** `src/script.ts`: the script as it stood on the canvas. */
export function scriptFile({ source }: Promotion): string {
  const around = usesSurroundings(source) ? ', { Date, Math, console }' : '';
  return `// @ts-nocheck -- the script as it stood on the canvas; its types were made of one workspace's data
export async function script(contact, context, log${around}) {
${source}
}
`;
}

/** `src/<name>.ts`: the node around the script, with equal behaviour. */
export function nodeFile(promotion: Promotion): string {
  const { name, outcomes, source } = promotion;
  const { identities, attributes, tags, event, variables } = promotion.readable;
  const own = identifierOf(name);
  const around = usesSurroundings(source);
  const reads = (names: readonly string[] | 'all') => names === 'all' || names.length > 0;
  const contact = [
    'id: contact.id,',
    ...identities.map((field) => `${field}: contact.${field} ?? null,`),
    ...(reads(attributes) ? ['attributes: contact.attributes,'] : []),
    ...(tags ? ['tags: contact.tags,'] : []),
  ];
  const context = [
    ...(event ? ['event: entryEvent ? { type: entryEvent.type, occurredAt: entryEvent.occurredAt, properties: entryEvent.properties } : null,'] : []), // prettier-ignore
    ...(reads(variables) ? ['variables: item.variables,'] : []),
    'at: item.at,',
    'visit: item.visit,',
  ];
  return `import { defineNode, to, type Decision, type Item, type PluginContext } from '@sojourn/plugin-sdk/engine';
import { read } from './result.ts';
import { script } from './script.ts';

/** The ways out that the script may name. */
const OUTCOMES: readonly string[] = ${JSON.stringify(outcomes.map(({ id }) => id)).replaceAll('","', '", "')};

/** Runs the script for each item; an item whose script fails leaves by \`error\`, the others are not touched by it. */
export const ${own} = defineNode({
  execute: (ctx, { items }) => Promise.all(items.map((item) => decided(ctx, item))),
});

async function decided(ctx: PluginContext, item: Item): Promise<Decision> {
  let value: unknown;
  try {
    const { contact, ...context } = inputOf(item);
    const log = (...values: unknown[]): void => ctx.log(...values);
    value = await script(contact, { contact, ...context }, log${around ? ', surroundings(ctx, item, log)' : ''});
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return to(item, 'error', { why: { code: 'script-error', params: { message: message.slice(0, 200) } } });
  }
  const result = read(value, OUTCOMES);
  if (typeof result === 'string')
    return to(item, 'error', { why: { code: 'wrong-return', params: { message: result } } });
  const { outcome, ...changes } = result;
  return to(item, outcome, { ...changes, why: { code: 'returned', params: { outcome } } });
}

/** What the script is handed; a copy of its own, so that it can change nothing for the next one. */
function inputOf(item: Item) {
  const { contact${event ? ', entryEvent' : ''} } = item;
  const input = {
    contact: {
      ${contact.join('\n      ')}
    },
    ${context.join('\n    ')}
  };
  return JSON.parse(JSON.stringify(input)) as typeof input;
}
${around ? SURROUNDINGS : ''}`;
}

const SURROUNDINGS = `
/** Clock and chance of one item: the same whatever else is in its batch. */
function surroundings(ctx: PluginContext, item: Item, log: (...values: unknown[]) => void) {
  const Own = function (...given: ConstructorParameters<typeof Date>) {
    return new.target === undefined ? String(new Date(item.at)) : new Date(...(given.length > 0 ? given : [item.at]));
  };
  let draws = 0;
  return {
    Date: Object.assign(Own, { now: () => item.at, parse: Date.parse, UTC: Date.UTC, prototype: Date.prototype }),
    Math: Object.create(Math, { random: { value: () => ctx.random(item, \`script:\${draws++}\`) } }) as Math,
    console: { log, info: log, warn: log, error: log, debug: log },
  };
}
`;

/** \`src/result.ts\`: reads what the script returned, as a code node does. */
export const RESULT_FILE = `import type { ContactPatch, Json, JsonObject } from '@sojourn/plugin-sdk/engine';

export interface Result {
  readonly outcome: string;
  readonly patch?: ContactPatch;
  readonly output: JsonObject;
}

const MAX_VARIABLES = 1_000;
const MAX_SET = 100;

/** Reads a script's return value; answers what is wrong with it as text. */
export function read(returned: unknown, outcomes: readonly string[]): Result | string {
  // Only data crosses: no functions, no dates.
  const value = JSON.parse(JSON.stringify(returned ?? null) ?? 'null') as Json;
  if (!isObject(value))
    return \`it returned \${value === null ? 'nothing' : Array.isArray(value) ? 'a list' : \`a \${typeof value}\`}.\`;
  const { outcome, set = {}, tags = {}, variables = {}, ...others } = value;
  if (typeof outcome !== 'string') return 'outcome is missing.';
  if (!outcomes.includes(outcome)) return \`outcome "\${outcome.slice(0, 60)}" is not one of \${outcomes.join(', ')}.\`;
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) return \`"\${stranger.slice(0, 60)}" is not known.\`;
  if (!isObject(set)) return 'set is not an object.';
  if (Object.keys(set).length > MAX_SET) return \`set writes more than \${MAX_SET} attributes.\`;
  if (!isObject(variables)) return 'variables is not an object.';
  if (JSON.stringify(variables).length > MAX_VARIABLES)
    return \`variables are longer than \${MAX_VARIABLES} characters of JSON.\`;
  if (!isObject(tags)) return 'tags is not an object.';
  const { add = [], remove = [] } = tags;
  if (!isTags(add) || !isTags(remove)) return 'tags.add and tags.remove are lists of short texts.';
  const patch = {
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...(add.length > 0 ? { addTags: add } : {}),
    ...(remove.length > 0 ? { removeTags: remove } : {}),
  };
  return { outcome, output: variables, ...(Object.keys(patch).length > 0 ? { patch } : {}) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTags(value: Json): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= 50 &&
    value.every((tag) => typeof tag === 'string' && tag.length > 0 && tag.length <= 100)
  );
}
`;
