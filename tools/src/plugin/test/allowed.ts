import type { JsonObject } from '@sojourn/kernel';
import {
  allowsHttp,
  hostFits,
  type Capability,
  type HttpMethod,
  type NodeSpec,
  type PluginManifest,
} from '@sojourn/plugin-sdk';

/** Why a manifest does not allow a node this request; null when it does. */
export function httpFault(manifest: PluginManifest, node: NodeSpec, { method, url }: JsonObject): string | null {
  const call = `${String(method)} ${String(url)}`;
  if (!(node.uses ?? []).includes('http')) return `${call}: the node does not declare "http" in "uses"`;
  let address: URL;
  try {
    address = new URL(String(url));
  } catch {
    return `${call}: this is not an address`;
  }
  const fits = allowsHttp(manifest.capabilities ?? [], { method: method as HttpMethod, url: address });
  return fits ? null : `${call}: no capability "http" names this method, host and path`;
}

/** Why a credential does not go with this request; null when it does or none is asked. */
export function credentialFault({ credentials = [] }: PluginManifest, { credential, url }: JsonObject): string | null {
  if (credential === undefined) return null;
  const found = credentials.find(({ name }) => name === credential);
  if (!found) return `the credential "${String(credential)}" is not declared`;
  const { host } = new URL(String(url)); // it was read before
  return found.hosts.some((pattern) => hostFits(pattern, host))
    ? null
    : `the credential "${found.name}" is not for ${host}`;
}

export function kvFault(manifest: PluginManifest, node: NodeSpec, { scope }: JsonObject): string | null {
  if (!(node.uses ?? []).includes('kv')) return `kv: the node does not declare "kv" in "uses"`;
  const stores = (manifest.capabilities ?? []).filter((one): one is Capability & { kind: 'kv' } => one.kind === 'kv');
  return stores.some(({ scopes }) => scopes.some((one) => one === scope))
    ? null
    : `kv: no capability "kv" names the scope "${String(scope)}"`;
}
