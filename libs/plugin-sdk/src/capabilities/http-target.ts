import type { Capability, HttpMethod } from '../capability.js';

export type HttpCapability = Extract<Capability, { kind: 'http' }>;

const ADDRESS = /^\[|^\d+(\.\d+){3}$/;
// Servers differ in what they make of these; within a granted prefix they could step out of it again: encoded once or more often,
// too long for what they say (`%c0%ae`), wide (`%ef%bc%8e`), with control signs, with what some servers cut off after `..`.
const ENCODED_STEPS = /%(?:25)*(?:2f|5c|2e)|\\|%(?:[01][\da-f]|7f|c0|c1|u)|%ef%bc%(?:8e|8f|bc)|\/\.\.(?:;|%)/i;

/**
 * Whether a host, as `URL.host` has it (lower case, a port only when it is not the scheme's own), is meant by a pattern:
 * `api.acme.test`, `api.acme.test:8443`, or `*.acme.test` for every name below it, at the usual port. Addresses never are.
 */
export function hostFits(pattern: string, host: string): boolean {
  const wanted = pattern.toLowerCase();
  if (wanted === '*' || wanted === '*.' || ADDRESS.test(host)) return false;
  return wanted.startsWith('*.') ? host.length > wanted.length - 1 && host.endsWith(wanted.slice(1)) : host === wanted;
}

/** Whether a path, as `URL.pathname` has it, is meant by a pattern: `/v1/users`, `/v1/*`, or `/*` for all. */
export function pathFits(pattern: string, path: string): boolean {
  if (pattern === '/*') return true;
  if (ENCODED_STEPS.test(path)) return false;
  return pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** The hosts that both patterns mean; undefined when there are none. */
export function commonHost(one: string, other: string): string | undefined {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a === b) return a;
  if (a.startsWith('*.') && a.length > 2 && b.endsWith(a.slice(1)) && b !== a.slice(1)) return b;
  return b.startsWith('*.') && b.length > 2 && a.endsWith(b.slice(1)) && a !== b.slice(1) ? a : undefined;
}

/** The paths that both patterns mean; undefined when there are none. */
export function commonPath(one: string, other: string): string | undefined {
  if (one === other || other === '/*') return one;
  if (one === '/*') return other;
  const [prefixOfOne, prefixOfOther] = [one, other].map((path) =>
    path.endsWith('/*') ? path.slice(0, -1) : undefined,
  );
  if (prefixOfOther !== undefined && one.startsWith(prefixOfOther)) return one;
  return prefixOfOne !== undefined && other.startsWith(prefixOfOne) ? other : undefined;
}

/** Whether one of these lets a request go. The scheme and what the operator forbids are asked elsewhere. */
export function allowsHttp(
  capabilities: readonly Capability[],
  { method, url }: { readonly method: HttpMethod; readonly url: URL },
): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return capabilities.some(
    (one) =>
      one.kind === 'http' &&
      one.methods.includes(method) &&
      one.hosts.some((pattern) => hostFits(pattern, url.host)) &&
      one.paths.some((pattern) => pathFits(pattern, url.pathname)),
  );
}
