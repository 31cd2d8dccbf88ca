import type { Capability } from '../capability.js';
import { commonFields } from './fields.js';
import { commonHost, commonPath } from './http-target.js';

/**
 * What is both asked for and granted: neither side allows more than this, and all that both allow is in it. The reasons are those
 * of the asking side. Capabilities of which nothing is left are left out.
 */
export function narrowed(requested: readonly Capability[], granted: readonly Capability[]): readonly Capability[] {
  return requested.flatMap((asked) => granted.flatMap((given) => common(asked, given) ?? []));
}

function common(asked: Capability, given: Capability): Capability | undefined {
  const { reason } = asked;
  if (asked.kind === 'http' && given.kind === 'http') {
    const hosts = pairs(asked.hosts, given.hosts, commonHost);
    const paths = pairs(asked.paths, given.paths, commonPath);
    const methods = asked.methods.filter((method) => given.methods.includes(method));
    return hosts.length * paths.length * methods.length > 0
      ? { kind: 'http', hosts, methods, paths, reason }
      : undefined;
  }
  if (
    (asked.kind === 'contacts.read' && given.kind === 'contacts.read') ||
    (asked.kind === 'contacts.write' && given.kind === 'contacts.write')
  ) {
    const fields = commonFields(asked.fields, given.fields);
    return fields.length > 0 ? { kind: asked.kind, fields, reason } : undefined;
  }
  if (asked.kind === 'messages.send' && given.kind === 'messages.send') {
    const channels = asked.channels.filter((channel) => given.channels.includes(channel));
    const perContactPerDay = Math.min(asked.perContactPerDay, given.perContactPerDay);
    return channels.length > 0 ? { kind: 'messages.send', channels, perContactPerDay, reason } : undefined;
  }
  if (asked.kind === 'kv' && given.kind === 'kv') {
    const scopes = asked.scopes.filter((scope) => given.scopes.includes(scope));
    const quotaKb = Math.min(asked.quotaKb, given.quotaKb);
    return scopes.length > 0 ? { kind: 'kv', scopes, quotaKb, reason } : undefined;
  }
  if (asked.kind === 'events.emit' && given.kind === 'events.emit') {
    const names = asked.names.filter((name) => given.names.includes(name));
    return names.length > 0 ? { kind: 'events.emit', names, reason } : undefined;
  }
  return asked.kind === given.kind ? asked : undefined;
}

function pairs(
  one: readonly string[],
  other: readonly string[],
  both: (a: string, b: string) => string | undefined,
): readonly string[] {
  return [...new Set(one.flatMap((a) => other.flatMap((b) => both(a, b) ?? [])))];
}
