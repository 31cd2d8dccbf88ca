import type { Json, JsonObject } from '@sojourn/kernel';
import { propertyAt } from '../property.js';

/** `{{ contact.email }}` in a template: a dotted path into what the node sees. */
export const TEMPLATE_HOLE = /\{\{\s*([A-Za-z_$][\w$-]*(?:\.[\w$-]+)*)\s*\}\}/g;

const ALONE = new RegExp(`^\\s*${TEMPLATE_HOLE.source}\\s*$`);

/** The paths of a template's holes. */
export function holesIn(template: string): readonly string[] {
  return [...template.matchAll(TEMPLATE_HOLE)].map(([, path = '']) => path);
}

/** A hole alone gives the value with its type, null when there is none; within text it is put in as text, nothing when there is none. */
export function valueOf(template: string, data: JsonObject): Json {
  const alone = ALONE.exec(template)?.[1];
  return alone === undefined ? textOf(template, data) : (propertyAt(data, alone) ?? null);
}

export function textOf(template: string, data: JsonObject): string {
  return template.replaceAll(TEMPLATE_HOLE, (_, path: string) => written(propertyAt(data, path)));
}

/** Every text within a body is a template. */
export function bodyOf(body: Json, data: JsonObject): Json {
  if (typeof body === 'string') return valueOf(body, data);
  if (Array.isArray(body)) return body.map((item: Json) => bodyOf(item, data));
  if (typeof body !== 'object' || body === null) return body;
  // Entries make own properties, whatever they are called.
  return Object.fromEntries(Object.entries(body as JsonObject).map(([name, item]) => [name, bodyOf(item, data)]));
}

/**
 * An address with its holes filled, each value as one part of path or query: it cannot add steps, parameters or another host. A value
 * that is missing, or means "here" or "one up", makes none; the path of its hole is answered instead.
 */
export function addressOf(template: string, data: JsonObject): { readonly url: string } | { readonly hole: string } {
  let unusable: string | undefined;
  const url = template.replaceAll(TEMPLATE_HOLE, (_, path: string) => {
    const value = written(propertyAt(data, path));
    if (value === '' || value === '.' || value === '..' || !value.isWellFormed()) unusable ??= path;
    return unusable === undefined ? encodeURIComponent(value) : '';
  });
  return unusable === undefined ? { url } : { hole: unusable };
}

function written(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
