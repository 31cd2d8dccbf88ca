import type { Capability } from '../capability.js';

/** Below these a dotted name is a path into a value; names of events and tags may hold dots of their own. */
const NESTED = /^(attributes|variables)\./;

/**
 * Whether a field of a capability (`email`, `attributes.*`, `attributes.address`, `events.order`) includes another:
 * `attributes.address` includes `attributes.address.city`.
 */
export function includesField(wider: string, narrower: string): boolean {
  if (wider === narrower) return true;
  if (wider.endsWith('.*')) return narrower.startsWith(wider.slice(0, -1));
  return NESTED.test(wider) && narrower.startsWith(`${wider}.`);
}

/** The fields that both lists include. */
export function commonFields(one: readonly string[], other: readonly string[]): readonly string[] {
  return [
    ...new Set(one.flatMap((a) => other.flatMap((b) => (includesField(a, b) ? [b] : includesField(b, a) ? [a] : [])))),
  ];
}

/** Whether one of these lets a field be read, or written (`attributes.level`, `tags.vip`). */
export function allowsField(
  capabilities: readonly Capability[],
  kind: 'contacts.read' | 'contacts.write',
  field: string,
): boolean {
  return fieldsIn(capabilities, kind).some((one) => includesField(one, field));
}

export function fieldsIn(
  capabilities: readonly Capability[],
  kind: 'contacts.read' | 'contacts.write',
): readonly string[] {
  return capabilities.flatMap((one) => (one.kind === kind ? one.fields : []));
}

/** Whether one of these lets an event of this name be recorded. */
export function allowsEvent(capabilities: readonly Capability[], name: string): boolean {
  return capabilities.some((one) => one.kind === 'events.emit' && one.names.includes(name));
}

/** Messages that one contact may get by a channel within 24 hours; 0: none at all. */
export function messagesAllowed(capabilities: readonly Capability[], channel: string): number {
  const caps = capabilities.map((one) =>
    one.kind === 'messages.send' && one.channels.includes(channel) ? one.perContactPerDay : 0,
  );
  return Math.max(0, ...caps);
}
