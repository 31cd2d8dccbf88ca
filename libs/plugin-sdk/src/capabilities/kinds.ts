import type { Capability, HttpMethod } from '../capability.js';

/** Every kind there is. */
export const CAPABILITY_KINDS = [
  'http',
  'contacts.read',
  'contacts.write',
  'messages.send',
  'kv',
  'events.emit',
  'coupons',
  'collectibles',
  'scripts',
  'webhooks',
] as const satisfies readonly Capability['kind'][];

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies readonly HttpMethod[];
