import { randomBytes } from 'node:crypto';
import { settings, type Database } from '@sojourn/storage';
import type { Vault } from './vault.js';

const NAME = 'webhook.signing';

/** The workspace's signing secrets by Standard Webhooks, the newest first; the first call makes one. */
export async function webhookSecrets(
  database: Database,
  vault: Vault,
  workspaceId: number,
): Promise<readonly string[]> {
  const sealed = await settings.readSecret(database.read, workspaceId, NAME);
  if (sealed) return JSON.parse(vault.open(workspaceId, NAME, sealed)) as string[];
  return database.inTransaction(async (tx) => {
    // Another worker may have been first.
    const there = await settings.readSecret(tx, workspaceId, NAME);
    if (there) return JSON.parse(vault.open(workspaceId, NAME, there)) as string[];
    const secrets = [`whsec_${randomBytes(32).toString('base64')}`];
    await settings.writeSecret(tx, workspaceId, NAME, vault.seal(workspaceId, NAME, JSON.stringify(secrets)));
    return secrets;
  });
}
