import type { PluginManifest } from '@sojourn/plugin-sdk';
import {
  pluginBundles,
  pluginGrants,
  pluginKv,
  pluginSources,
  pluginWrites,
  type Database,
  type Tx,
} from '@sojourn/storage';
import { CredentialStore } from '../plugin-host/credential-store.js';
import type { Vault } from '../settings/vault.js';

/**
 * Takes away what a workspace has entrusted to a plugin: the secrets entered for it, what it has kept, where its events come from.
 * Whoever installs something of this name again, perhaps by another publisher, finds nothing.
 */
export async function forgetPlugin(
  tx: Tx,
  own: { readonly database: Database; readonly vault: Vault; readonly workspaceId: number; readonly plugin: string },
): Promise<{ readonly credentials: number; readonly sources: number }> {
  const { database, vault, workspaceId, plugin } = own;
  const grants = await pluginGrants.current(tx, workspaceId, plugin);
  const heads = await pluginBundles.heads(tx, grants.map(({ hash }) => hash)); // prettier-ignore
  const names = new Set(heads.flatMap(({ manifest }) => credentialsOf(manifest)));
  const store = new CredentialStore(database, vault);
  for (const name of names) await store.write(tx, workspaceId, plugin, name, null);
  await pluginKv.clear(tx, workspaceId, plugin);
  await pluginWrites.clear(tx, workspaceId, plugin);
  const sources = (await pluginSources.list(tx, workspaceId)).filter((source) => source.plugin === plugin);
  for (const { id } of sources) await pluginSources.remove(tx, workspaceId, id);
  return { credentials: names.size, sources: sources.length };
}

function credentialsOf(manifest: string): readonly string[] {
  try {
    return ((JSON.parse(manifest) as PluginManifest).credentials ?? []).map(({ name }) => name);
  } catch {
    return []; // a damaged row keeps nobody from uninstalling
  }
}
