import { covers } from '@sojourn/canvas';
import type { Capability } from '../../../api/plugins.js';
import { partsOf, withParts } from './parts.js';

/** What was unticked, as `index:part`; a capability without parts as `index:`. */
export type Unticked = ReadonlySet<string>;

export const NOTHING_UNTICKED: Unticked = new Set();

export function keyOf(index: number, part = ''): string {
  return `${index}:${part}`;
}

/** Ticks or unticks one part, or all parts of a capability. */
export function tick(unticked: Unticked, keys: readonly string[], on: boolean): Unticked {
  const next = new Set(unticked);
  for (const key of keys) {
    if (on) next.delete(key);
    else next.add(key);
  }
  return next;
}

export function keysOf(capability: Capability, index: number): readonly string[] {
  const parts = partsOf(capability);
  return parts.length === 0 ? [keyOf(index)] : parts.map((part) => keyOf(index, part));
}

/** What is granted: without what was unticked, and without a capability of which nothing is left. */
export function narrowed(capabilities: readonly Capability[], unticked: Unticked): Capability[] {
  return capabilities.flatMap((capability, index) => {
    const parts = partsOf(capability);
    if (parts.length === 0) return unticked.has(keyOf(index)) ? [] : [capability];
    const left = parts.filter((part) => !unticked.has(keyOf(index, part)));
    return left.length === 0 ? [] : [withParts(capability, left)];
  });
}

/** Which ticks a grant of before stands for. */
export function untickedBy(capabilities: readonly Capability[], granted: readonly Capability[]): Unticked {
  const off = new Set<string>();
  capabilities.forEach((capability, index) => {
    const parts = partsOf(capability);
    if (parts.length === 0 && !granted.some((one) => covers(one, capability))) off.add(keyOf(index));
    for (const part of parts) if (!isGranted(granted, capability, part)) off.add(keyOf(index, part));
  });
  return off;
}

/** Whether a grant of before lets one part of what is asked for be done, as the sandbox decides it too. */
export function isGranted(granted: readonly Capability[], asked: Capability, part: string): boolean {
  return granted.some((one) => covers(one, withParts(asked, [part])));
}

/** Ticks to begin an upgrade with: what was declined before stays declined, what is new is offered. */
export function untickedForUpgrade(
  next: readonly Capability[],
  asked: readonly Capability[],
  granted: readonly Capability[],
): Unticked {
  const declined = untickedBy(next, granted);
  const fresh = untickedBy(next, asked);
  return new Set([...declined].filter((key) => !fresh.has(key)));
}
