import { hostFits, type CredentialSpec } from '@sojourn/plugin-sdk';
import { filled, type CredentialValues } from './credential-store.js';
import { fitsHeader } from './http/headers.js';

/** What a credential adds to a request. */
export interface Injected {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** What must not be seen in any answer. */
  readonly secrets: readonly string[];
}

/** Names of headers that belong to a credential. */
export function headersOf({ inject }: CredentialSpec): readonly string[] {
  const names = Object.keys(inject.headers ?? {}).map((name) => name.toLowerCase());
  return inject.basic ? [...names, 'authorization'] : names;
}

/** Puts a credential's values where the manifest says, on its own hosts alone. A text says why not. */
export function inject(spec: CredentialSpec, values: CredentialValues, to: URL): Injected | string {
  if (!spec.hosts.some((pattern) => hostFits(pattern, to.host)))
    return `The credential "${spec.name}" is not for ${to.host}.`;
  const url = new URL(to);
  const headers: Record<string, string> = {};
  const { headers: inHeaders = {}, query = {}, basic } = spec.inject;
  const incomplete = `The credential "${spec.name}" is incomplete. Enter it again.`;
  for (const [name, template] of Object.entries(inHeaders)) {
    const value = filled(template, values);
    if (value === undefined || !fitsHeader(value)) return incomplete;
    headers[name.toLowerCase()] = value;
  }
  for (const [name, template] of Object.entries(query)) {
    const value = filled(template, values);
    if (value === undefined) return incomplete;
    url.searchParams.set(name, value);
  }
  const secrets = [...Object.values(values), ...Object.values(headers)];
  if (basic) {
    const [user, password] = [filled(basic.user, values), filled(basic.password, values)];
    if (user === undefined || password === undefined) return incomplete;
    const pair = Buffer.from(`${user}:${password}`).toString('base64');
    headers['authorization'] = `Basic ${pair}`;
    secrets.push(pair);
  }
  return { url, headers, secrets };
}
