import type { Capability } from '../plugin-manifest.js';
import { narrowed } from './narrowed.js';

/**
 * What is asked for and not granted yet, for an upgrade's consent: of each capability the parts that are not in the grant, with
 * its reason; `[]` when the grant holds all of it. Hosts, methods and paths belong together: where a combination is new, all
 * of that capability is told.
 */
export function beyond(requested: readonly Capability[], granted: readonly Capability[]): readonly Capability[] {
  return requested.flatMap((asked) => rest(asked, narrowed([asked], granted)) ?? []);
}

function rest(asked: Capability, has: readonly Capability[]): Capability | undefined {
  switch (asked.kind) {
    case 'http': {
      const whole = has.some(
        (one) =>
          one.kind === 'http' &&
          asked.hosts.every((host) => one.hosts.includes(host.toLowerCase())) &&
          asked.methods.every((method) => one.methods.includes(method)) &&
          asked.paths.every((path) => one.paths.includes(path)),
      );
      return whole ? undefined : asked;
    }
    case 'contacts.read':
    case 'contacts.write': {
      const fields = asked.fields.filter((field) => !has.some((one) => 'fields' in one && one.fields.includes(field)));
      return fields.length > 0 ? { ...asked, fields } : undefined;
    }
    case 'messages.send': {
      const enough = (channel: string): boolean =>
        has.some(
          (one) =>
            'channels' in one && one.channels.includes(channel) && one.perContactPerDay >= asked.perContactPerDay,
        );
      const channels = asked.channels.filter((channel) => !enough(channel));
      return channels.length > 0 ? { ...asked, channels } : undefined;
    }
    case 'kv': {
      const scopes = asked.scopes.filter(
        (scope) => !has.some((one) => 'scopes' in one && one.scopes.includes(scope) && one.quotaKb >= asked.quotaKb),
      );
      return scopes.length > 0 ? { ...asked, scopes } : undefined;
    }
    case 'events.emit': {
      const names = asked.names.filter((name) => !has.some((one) => 'names' in one && one.names.includes(name)));
      return names.length > 0 ? { ...asked, names } : undefined;
    }
    default:
      return has.length > 0 ? undefined : asked;
  }
}
