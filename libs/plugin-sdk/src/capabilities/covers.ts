import type { Capability } from '../capability.js';
import { includesField } from './fields.js';
import { commonHost, commonPath } from './http-target.js';

type Includes = (wider: string, narrower: string) => boolean;
const same: Includes = (wider, narrower) => wider === narrower;
const host: Includes = (wider, narrower) => commonHost(wider, narrower) === narrower.toLowerCase();
const path: Includes = (wider, narrower) => commonPath(wider, narrower) === narrower;

const all = (wide: readonly string[], narrow: readonly string[], includes: Includes): boolean =>
  narrow.every((one) => wide.some((other) => includes(other, one)));

/**
 * Whether one capability allows everything that another does: `*.acme.test` covers `api.acme.test` and `*.eu.acme.test`, not
 * `acme.test`; `/v1/*` covers `/v1/a/*`; `attributes.*` covers `attributes.city`.
 */
export function covers(wide: Capability, narrow: Capability): boolean {
  if (wide.kind === 'http' && narrow.kind === 'http')
    return (
      all(wide.hosts, narrow.hosts, host) &&
      all(wide.methods, narrow.methods, same) &&
      all(wide.paths, narrow.paths, path)
    );
  if (
    (wide.kind === 'contacts.read' && narrow.kind === 'contacts.read') ||
    (wide.kind === 'contacts.write' && narrow.kind === 'contacts.write')
  )
    return all(wide.fields, narrow.fields, includesField);
  if (wide.kind === 'messages.send' && narrow.kind === 'messages.send')
    return all(wide.channels, narrow.channels, same) && narrow.perContactPerDay <= wide.perContactPerDay;
  if (wide.kind === 'kv' && narrow.kind === 'kv')
    return all(wide.scopes, narrow.scopes, same) && narrow.quotaKb <= wide.quotaKb;
  if (wide.kind === 'events.emit' && narrow.kind === 'events.emit') return all(wide.names, narrow.names, same);
  return wide.kind === narrow.kind;
}
