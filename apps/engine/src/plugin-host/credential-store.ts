import { createHash } from 'node:crypto';
import { settings, type Database, type Tx } from '@sojourn/storage';
import type { Vault } from '../settings/vault.js';

/** Values of a credential's fields, by name. They leave this process in requests alone. */
export type CredentialValues = Readonly<Record<string, string>>;

/** With who entered it, and when. */
export interface StoredCredential {
  readonly values: CredentialValues;
  readonly at: number;
  readonly by: number | null;
}

/** Secrets that a workspace entered for its plugins, sealed. */
export class CredentialStore {
  readonly #database: Database;
  readonly #vault: Vault;

  constructor(database: Database, vault: Vault) {
    this.#database = database;
    this.#vault = vault;
  }

  async read(workspaceId: number, plugin: string, name: string): Promise<StoredCredential | undefined> {
    const key = secretName(plugin, name);
    const sealed = await settings.readSecret(this.#database.read, workspaceId, key);
    return sealed === undefined ? undefined : (JSON.parse(this.#vault.open(workspaceId, key, sealed)) as StoredCredential); // prettier-ignore
  }

  async values(workspaceId: number, plugin: string, name: string): Promise<CredentialValues | undefined> {
    return (await this.read(workspaceId, plugin, name))?.values;
  }

  /** Null removes it. */
  async write(
    tx: Tx,
    workspaceId: number,
    plugin: string,
    name: string,
    stored: StoredCredential | null,
  ): Promise<void> {
    const key = secretName(plugin, name);
    const sealed = stored && this.#vault.seal(workspaceId, key, JSON.stringify(stored));
    await settings.writeSecret(tx, workspaceId, key, sealed);
  }
}

/** Names of plugins are longer than those of secrets may be. */
function secretName(plugin: string, name: string): string {
  return `plugin.${createHash('sha256').update(`${plugin}/${name}`).digest('hex').slice(0, 48)}`;
}

/** A template with its `{field}` holes filled; undefined when a field is missing. */
export function filled(template: string, values: CredentialValues): string | undefined {
  let whole = true;
  const text = template.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    if (!Object.hasOwn(values, field)) whole = false;
    return values[field] ?? '';
  });
  return whole ? text : undefined;
}
