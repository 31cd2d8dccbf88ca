import { isIP } from 'node:net';
import type { Capability, HttpMethod } from '@sojourn/plugin-sdk';

type HttpCapability = Extract<Capability, { kind: 'http' }>;

/** What of an address decides: its host and path, as the URL parser normalises them. */
export interface Target {
  readonly method: HttpMethod;
  readonly url: URL;
}

/** Whether both what the plugin asked for and what the workspace granted let this request go. */
export function isAllowed(target: Target, asked: readonly Capability[], granted: readonly Capability[]): boolean {
  return someAllows(asked, target) && someAllows(granted, target);
}

function someAllows(capabilities: readonly Capability[], { method, url }: Target): boolean {
  return capabilities.some(
    (one) =>
      one.kind === 'http' &&
      one.methods.includes(method) &&
      one.hosts.some((pattern) => hostFits(pattern, url.hostname)) &&
      pathFits(one, url.pathname),
  );
}

/** `api.acme.test`, or `*.acme.test` for every name below it. A bare `*` and addresses fit nothing. */
export function hostFits(pattern: string, host: string): boolean {
  const [name, wanted] = [host.toLowerCase().replace(/\.$/, ''), pattern.toLowerCase()];
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0) return false;
  if (!wanted.startsWith('*.')) return wanted !== '*' && name === wanted;
  return wanted.length > 2 && name.endsWith(wanted.slice(1)) && name.length > wanted.length - 1;
}

// Servers differ in what they make of them; within a granted prefix they could step out of it again.
const ENCODED_STEPS = /%2f|%5c|%2e|\\/i;

function pathFits({ paths }: HttpCapability, path: string): boolean {
  return paths.some((pattern) => {
    if (pattern === '/*' || pattern === '*') return true;
    if (ENCODED_STEPS.test(path)) return false;
    return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
  });
}
