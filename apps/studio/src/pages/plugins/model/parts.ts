import type { Capability } from '../../../api/plugins.js';

/** The list inside a capability that can be narrowed: hosts, fields, channels, scopes, names. */
const LISTS = {
  http: 'hosts',
  'contacts.read': 'fields',
  'contacts.write': 'fields',
  'messages.send': 'channels',
  kv: 'scopes',
  'events.emit': 'names',
} as const;

/** The parts of a capability that can be given one by one; none where it is given whole or not at all. */
export function partsOf(capability: Capability): readonly string[] {
  const list = listOf(capability);
  return list === undefined ? [] : ((capability as unknown as Record<string, readonly string[]>)[list] ?? []);
}

/** The capability with only these of its parts. */
export function withParts<C extends Capability>(capability: C, parts: readonly string[]): C {
  const list = listOf(capability);
  return list === undefined ? capability : { ...capability, [list]: parts };
}

function listOf(capability: Capability): string | undefined {
  return (LISTS as Readonly<Record<string, string | undefined>>)[capability.kind];
}
