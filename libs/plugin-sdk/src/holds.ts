import type { JsonObject } from '@sojourn/kernel';
import { valuesAt } from '@sojourn/journey';
import type { When } from './manifest.js';

/** Whether a manifest's condition on the config holds; of a list, all must; none given holds. */
export function holds(when: When | readonly When[] | undefined, config: JsonObject): boolean {
  if (when === undefined) return true;
  return (isList(when) ? when : [when]).every((one) => {
    const value = valuesAt(config, one.pointer)[0]?.value;
    if ('exists' in one) return (value !== undefined && value !== null) === one.exists;
    return one.in.some((allowed) => allowed === value);
  });
}

function isList(when: When | readonly When[]): when is readonly When[] {
  return Array.isArray(when);
}
