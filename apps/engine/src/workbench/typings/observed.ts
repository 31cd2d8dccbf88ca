import type { Json, JsonObject } from '@sojourn/kernel';

/** What was seen at one place of many JSON values: in how many, and as what. */
export interface Observed {
  seen: number;
  readonly plain: Set<'string' | 'number' | 'boolean'>;
  /** A few values, for the comment beside the type. */
  readonly samples: Set<string>;
  items?: Observed;
  fields?: Map<string, Observed>;
}

const SAMPLES = 3;
const SAMPLE_LENGTH = 24;
const FIELDS = 300;
const DEEPEST = 4;

export function nothingSeen(): Observed {
  return { seen: 0, plain: new Set(), samples: new Set() };
}

/** Adds one value to what was seen. Null counts as absent: an attribute that is null is read as missing. */
export function observe(at: Observed, value: Json, depth = 0): Observed {
  if (value === null) return at;
  at.seen += 1;
  if (Array.isArray(value)) {
    at.items ??= nothingSeen();
    for (const item of value.slice(0, 20)) observe(at.items, item, depth + 1);
    return at;
  }
  if (typeof value === 'object') {
    at.fields ??= new Map();
    if (depth < DEEPEST)
      for (const [name, inner] of Object.entries(value as JsonObject)) {
        if (inner === null || (at.fields.size >= FIELDS && !at.fields.has(name))) continue;
        const field = at.fields.get(name) ?? nothingSeen();
        at.fields.set(name, observe(field, inner, depth + 1));
      }
    return at;
  }
  const kind = typeof value as 'string' | 'number' | 'boolean'; // JSON has no other plain values
  at.plain.add(kind);
  if (at.samples.size < SAMPLES) at.samples.add(JSON.stringify(value).slice(0, SAMPLE_LENGTH));
  return at;
}

/**
 * The type in TypeScript: `number`, `string | readonly string[]`, `{ readonly city?: string; }`. Nothing seen is `any`: a
 * list that was always empty may hold whatever comes later.
 */
export function typeOf(at: Observed, indent = ''): string {
  const parts: string[] = [...at.plain].sort();
  if (at.items) {
    const inner = typeOf(at.items, indent);
    parts.push(/^[\w.]+$/.test(inner) ? `readonly ${inner}[]` : `ReadonlyArray<${inner}>`);
  }
  if (at.fields) parts.push(fieldsOf(at.fields, indent));
  return parts.join(' | ') || 'any';
}

/** The fields as an object type, each optional and with what is known of it beside it. */
export function fieldsOf(fields: ReadonlyMap<string, Observed>, indent = '', total?: number): string {
  if (fields.size === 0) return '{}';
  const inner = indent + '  ';
  const lines = [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, field]) => {
      const note = noteOf(field, total);
      return [
        ...(note ? [`${inner}/** ${note} */`] : []),
        `${inner}readonly ${nameOf(name)}?: ${typeOf(field, inner)};`,
      ];
    });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function noteOf({ samples, seen }: Observed, total: number | undefined): string {
  const examples = [...samples].map(commentSafe).join(', ');
  const share = total ? `${seen} of ${total}` : '';
  return [examples && `e.g. ${examples}`, share].filter(Boolean).join(' · ');
}

/** As a property name in a declaration, quoted where it must be. */
export function nameOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** Text from outside cannot end the comment it stands in. */
function commentSafe(text: string): string {
  return text.replaceAll('*/', '*\u2215').replaceAll(/[\r\n\u2028\u2029]/g, ' ');
}
