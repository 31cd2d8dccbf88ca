import { covers } from '@sojourn/canvas';
import type { Capability } from '../../../api/plugins.js';
import { isGranted } from './narrowing.js';
import { partsOf, withParts } from './parts.js';

/** What a version asks for beyond what was granted: whole capabilities, or only the parts of them that are new. */
export function asksMore(asked: readonly Capability[], granted: readonly Capability[]): Capability[] {
  return asked.flatMap((capability) => {
    const parts = partsOf(capability);
    if (parts.length === 0) return granted.some((one) => covers(one, capability)) ? [] : [capability];
    const fresh = parts.filter((part) => !isGranted(granted, capability, part));
    return fresh.length === 0 ? [] : [withParts(capability, fresh)];
  });
}

/** What was granted and is asked for no longer. */
export function asksLess(asked: readonly Capability[], granted: readonly Capability[]): Capability[] {
  return asksMore(granted, asked);
}
