import { createHash } from 'node:crypto';
import type { CredentialSpec } from '@sojourn/plugin-sdk';
import { settings, type Database, type Tx } from '@sojourn/storage';
import type { Vault } from '../settings/vault.js';

/** Values of a credential's fields, by name. They leave this process in requests alone. */
export type CredentialValues = Readonly<Record<string, string>>;

/** Secrets that a workspace entered for its plugins, sealed. */
export class CredentialStore {
  readonly #database: Database;
  readonly #vault: Vault;

  constructor(database: Database, vault: Vault) {
    this.#database = database;
    this.#vault = vault;
  }

  async read(workspaceId: number, plugin: string, name: string): Promise<CredentialValues | undefined> {
    const key = secretName(plugin, name);
    const sealed = await settings.readSecret(this.#database.read, workspaceId, key);
    return sealed === undefined ? undefined : (JSON.parse(this.#vault.open(workspaceId, key, sealed)) as CredentialValues); // prettier-ignore
  }

  /** Null removes it. */
  async write(
    tx: Tx,
    workspaceId: number,
    plugin: string,
    name: string,
    values: CredentialValues | null,
  ): Promise<void> {
    const key = secretName(plugin, name);
    const sealed = values && this.#vault.seal(workspaceId, key, JSON.stringify(values));
    await settings.writeSecret(tx, workspaceId, key, sealed);
  }
}

/** Names of plugins are longer than those of secrets may be. */
function secretName(plugin: string, name: string): string {
  return `plugin.${createHash('sha256').update(`${plugin}/${name}`).digest('hex').slice(0, 48)}`;
}

/** Fields that a credential's schema names. */
export function fieldsOf({ fields }: CredentialSpec): readonly string[] {
  const { properties } = fields as { properties?: Record<string, unknown> };
  return Object.keys(properties ?? {});
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
