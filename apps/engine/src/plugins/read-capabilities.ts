import type { Capability } from '@sojourn/plugin-sdk';
import { invalidInput } from '../http/invalid-input.js';
import type { CapabilityDto } from './plugin.dto.js';

/** What belongs to each kind. */
const PARTS: { readonly [Kind in Capability['kind']]: readonly (keyof CapabilityDto)[] } = {
  http: ['hosts', 'methods', 'paths'],
  'contacts.read': ['fields'],
  'contacts.write': ['fields'],
  'messages.send': ['channels', 'perContactPerDay'],
  kv: ['scopes', 'quotaKb'],
  'events.emit': ['names'],
  coupons: [],
  collectibles: [],
  scripts: [],
  webhooks: [],
};

/**
 * Capabilities that somebody sent: each whole and with nothing beside. Those that were emptied are left out, as they allow nothing.
 * The reasons are the plugin's own and are put in where they are held against what it asks for.
 */
export function readCapabilities(given: readonly CapabilityDto[]): readonly Capability[] {
  return given.flatMap((one, index) => {
    const parts = PARTS[one.kind].map((part) => [part, one[part]] as const);
    const absent = parts.find(([, value]) => value === undefined);
    if (absent)
      throw invalidInput([
        { pointer: `/capabilities/${index}/${absent[0]}`, message: `${one.kind} needs ${absent[0]}` },
      ]);
    if (parts.some(([, value]) => Array.isArray(value) && value.length === 0)) return [];
    return [{ kind: one.kind, ...Object.fromEntries(parts), reason: { en: '', 'zh-CN': '' } } as unknown as Capability]; // whole, by the table
  });
}
