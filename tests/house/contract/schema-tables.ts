import type { Json, JsonObject } from '@sojourn/kernel';

/** Tables of a JSON Schema: one for each object in it, each before those within it. */
export function schemaTables(schema: JsonObject, name: string): string {
  const tables: string[] = [];
  const queue: { readonly name: string; readonly schema: JsonObject }[] = [{ name, schema }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const properties = (next.schema['properties'] ?? {}) as { readonly [field: string]: JsonObject };
    const required = new Set((next.schema['required'] ?? []) as readonly string[]);
    const rows = Object.entries(properties).map(
      ([field, part]) =>
        `| \`${field}\` | ${required.has(field) ? 'yes' : ''} | ${cell(valueOf(part))} | ${cell(described(part))} |`,
    );
    if (rows.length > 0)
      tables.push(
        [`### ${next.name}`, '', '| field | needed | value | |', '| --- | --- | --- | --- |', ...rows].join('\n'),
      );
    queue.unshift(...Object.entries(properties).flatMap(([field, part]) => below(`${next.name}.${field}`, part)));
  }
  return tables.join('\n\n');
}

function below(name: string, part: JsonObject): { readonly name: string; readonly schema: JsonObject }[] {
  if (isWords(part) || part['if'] !== undefined) return [];
  const items = part['items'] as JsonObject | undefined;
  if (items) return below(`${name}[]`, items);
  const variants = part['oneOf'] as readonly JsonObject[] | undefined;
  if (variants) {
    const known = variants.filter((one) => Object.keys(one['properties'] as object).length > 2);
    return known.map((schema) => ({ name: `${name}: ${kindOf(schema)}`, schema }));
  }
  return part['properties'] === undefined ? [] : [{ name, schema: part }];
}

const kindOf = (variant: JsonObject): string => String(((variant['properties'] as JsonObject)['kind'] as JsonObject)['const']); // prettier-ignore
const described = (part: JsonObject): string => (isWords(part) && part['description'] === 'Words in both languages.' ? '' : text(part['description'])); // prettier-ignore
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const cell = (words: string): string => words.replaceAll('|', '\\|');

/** Texts in both languages are one thing to a reader. */
function isWords(part: JsonObject): boolean {
  const properties = part['properties'] as JsonObject | undefined;
  return properties !== undefined && Object.keys(properties).join() === 'en,zh-CN';
}

function valueOf(part: JsonObject): string {
  if (isWords(part)) return '`{ en, zh-CN }`, 1 to 500 characters each';
  if (part['if'] !== undefined) return part['then'] === undefined ? valueOf(part['else'] as JsonObject) : 'one, or a list'; // prettier-ignore
  if (Array.isArray(part['enum'])) return part['enum'].map((one: Json) => `\`${String(one)}\``).join(', ');
  if (part['const'] !== undefined) return `\`${String(part['const'])}\``;
  const variants = part['oneOf'] as readonly JsonObject[] | undefined;
  if (variants) return `by \`kind\`: ${variants.map((one) => `\`${kindOf(one)}\``).join(', ')}`;
  if (part['type'] === 'array') {
    const bounds = range(part['minItems'], part['maxItems']);
    return `list${bounds === '' ? '' : `, ${bounds} items`}: ${valueOf((part['items'] ?? {}) as JsonObject)}`;
  }
  if (part['type'] === 'object') {
    const values = part['additionalProperties'];
    return typeof values === 'object' && values !== null ? `object of ${valueOf(values as JsonObject)}` : 'object';
  }
  if (part['type'] === 'string') {
    const hint = text((part['x-hint'] as JsonObject | undefined)?.['en']);
    const length = range(part['minLength'], part['maxLength']);
    const pattern = hint === '' && typeof part['pattern'] === 'string' ? `\`${part['pattern']}\`` : hint;
    return ['text', pattern, length === '' ? '' : `${length} characters`].filter((one) => one !== '').join(', ');
  }
  const bounds = range(part['minimum'], part['maximum']);
  const type = Array.isArray(part['type']) ? part['type'].join(', ') : text(part['type']);
  return [type === 'integer' ? 'whole number' : type, bounds].filter((one) => one !== '').join(', ');
}

function range(least: Json | undefined, most: Json | undefined): string {
  const [from, to] = [least, most].map((one) => (typeof one === 'number' ? one.toLocaleString('en') : undefined));
  if (from === undefined && to === undefined) return '';
  if (from === undefined) return `at most ${to}`;
  return to === undefined ? `at least ${from}` : `${from} to ${to}`;
}
