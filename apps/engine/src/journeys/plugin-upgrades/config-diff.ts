import { child } from '@sojourn/journey';
import type { Json } from '@sojourn/kernel';

export interface ConfigChange {
  /** JSON pointer. */
  readonly pointer: string;
  /** Absent: it was not there. */
  readonly before?: Json;
  /** Absent: it is not there any more. */
  readonly after?: Json;
}

/** More than anyone reads at once. */
const MOST = 500;

/** What differs between two configs, in the order of the old one, then of the new: lists item by item, objects field by field. */
export function configChanges(before: Json, after: Json): readonly ConfigChange[] {
  const changes: ConfigChange[] = [];
  walk(before, after, '', changes);
  return changes.slice(0, MOST);
}

function walk(before: Json | undefined, after: Json | undefined, pointer: string, changes: ConfigChange[]): void {
  if (changes.length >= MOST) return;
  if (before === undefined || after === undefined) {
    if (before !== after)
      changes.push({ pointer, ...(before !== undefined && { before }), ...(after !== undefined && { after }) });
    return;
  }
  const [old, fresh] = [partsOf(before), partsOf(after)];
  if (!old || !fresh || Array.isArray(before) !== Array.isArray(after)) {
    if (JSON.stringify(before) !== JSON.stringify(after)) changes.push({ pointer, before, after });
    return;
  }
  for (const key of new Set([...old.keys(), ...fresh.keys()]))
    walk(old.get(key), fresh.get(key), child(pointer, key), changes);
}

function partsOf(value: Json): ReadonlyMap<string, Json> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}
