import { Inject, Injectable } from '@nestjs/common';
import type { Json, JsonObject } from '@sojourn/kernel';
import { contactViews, eventViews, type Database } from '@sojourn/storage';
import { DATABASE } from '../ports.js';
import type { AttributeView, EventTypeView, TagView } from './event-type.dto.js';

/** How many of the newest rows are looked at for names; older ones may use other names, which is said in the API. */
const SAMPLE = 2_000;
const LISTED = 500;
const DEEPEST = 3;

@Injectable()
export class VocabularyService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async eventTypes(workspaceId: number): Promise<EventTypeView[]> {
    const types = await eventViews.types(this.database.read, workspaceId, LISTED);
    const properties = new Map<string, Set<string>>();
    for (const event of await eventViews.recent(this.database.read, workspaceId, SAMPLE)) {
      const names = properties.get(event.type) ?? new Set();
      for (const path of pathsOf(event.properties).keys()) names.add(path);
      properties.set(event.type, names);
    }
    return types.map(({ type, count }) => ({ type, count, properties: [...(properties.get(type) ?? [])].sort() }));
  }

  async attributes(workspaceId: number): Promise<AttributeView[]> {
    const found = new Map<string, Json>();
    for (const attributes of await contactViews.recentAttributes(this.database.read, workspaceId, SAMPLE)) {
      for (const [path, value] of pathsOf(attributes)) if (!found.has(path)) found.set(path, value);
    }
    return [...found].map(([path, sample]) => ({ path, sample })).sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, LISTED); // prettier-ignore
  }

  async tags(workspaceId: number): Promise<TagView[]> {
    return [...(await contactViews.tags(this.database.read, workspaceId, LISTED))];
  }
}

/** Dotted paths to everything that is not an object, with its value. */
function pathsOf(object: JsonObject, prefix = '', depth = 1): Map<string, Json> {
  const paths = new Map<string, Json>();
  for (const [name, value] of Object.entries(object)) {
    if (value === null) continue;
    if (typeof value === 'object' && !Array.isArray(value) && depth < DEEPEST) {
      for (const [path, inner] of pathsOf(value as JsonObject, `${prefix}${name}.`, depth + 1)) paths.set(path, inner);
    } else paths.set(prefix + name, value);
  }
  return paths;
}
