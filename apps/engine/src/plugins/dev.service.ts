import { Inject, Injectable } from '@nestjs/common';
import { fileHash, MANIFEST_FILE, pinHash, readManifest } from '@sojourn/packaging';
import { UserError, type Clock } from '@sojourn/kernel';
import {
  pluginBundles,
  pluginGrants,
  pluginInstalls,
  pluginPackages,
  recordAudit,
  type Database,
} from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import type { Config } from '../config/config.js';
import { CLOCK, CONFIG, DATABASE, QUEUE, type Ports } from '../ports.js';
import { DEV_VERSION, devHash } from './catalogue.js';
import { publisherOf } from './package.service.js';
import type { DevBundle, DevPin } from './plugin.dto.js';

/** Bundles from an author's machine, unsigned: each replaces the one before, for the nodes that are pinned to `dev:<plugin>`. */
@Injectable()
export class DevService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
  ) {}

  async put(caller: Caller, { manifest: given, code = null }: DevBundle): Promise<DevPin> {
    if (!this.config.pluginDev)
      throw new UserError('This house takes no plugins under development. An operator can start it with SOJOURN_PLUGIN_DEV=1.', { code: 'plugin.dev-off', status: 409 }); // prettier-ignore
    const manifest = readManifest(given);
    const plugin = manifest.id;
    if (publisherOf(plugin) === 'sojourn')
      throw new UserError('The publisher “sojourn” is that of what ships with the product. Publish under a name of your own.', { code: 'plugin.reserved', status: 422, details: { plugin } }); // prettier-ignore
    if ((manifest.main === undefined) !== (code === null))
      throw new UserError('Send the code exactly when plugin.json names a `main`.', { code: 'plugin.dev-code', status: 422, details: { plugin } }); // prettier-ignore
    const text = JSON.stringify(given);
    const files = { [MANIFEST_FILE]: fileHash(text), ...(manifest.main !== undefined && { [manifest.main]: fileHash(code ?? '') }) }; // prettier-ignore
    const hash = pinHash(files);
    const { workspaceId, userId, apiKeyId } = caller;
    const now = this.clock.now();
    await this.database.inTransaction(async (tx) => {
      const before = await pluginInstalls.hold(tx, workspaceId, plugin);
      if (before.devHash === hash && before.state === 'active') return;
      await pluginBundles.keep(tx, { hash, plugin, version: DEV_VERSION, manifest: text, code, files: JSON.stringify(files), icons: null, createdAt: now }); // prettier-ignore
      await pluginPackages.note(tx, { workspaceId, hash, plugin, version: DEV_VERSION, origin: 'dev', npmName: plugin, integrity: null, keyId: null, signature: null, deprecated: null, at: now }); // prettier-ignore
      await pluginGrants.add(tx, { workspaceId, plugin, hash, capabilities: JSON.stringify(manifest.capabilities ?? []), at: now, grantedBy: userId }); // prettier-ignore
      const lives = before.state !== 'removed';
      await pluginInstalls.write(tx, {
        workspaceId,
        plugin,
        state: 'active',
        hash: lives ? before.hash : null,
        pendingHash: lives ? before.pendingHash : null,
        devHash: hash,
        installedAt: lives ? before.installedAt : now,
        installedBy: lives ? before.installedBy : userId,
        updatedAt: now,
      });
      if (!lives)
        await recordAudit(tx, { workspaceId, userId, apiKeyId, at: now, action: 'plugin.dev-installed', subject: `plugin ${plugin}`, details: { hash } }); // prettier-ignore
    });
    this.queue.announce('advance');
    return { plugin, version: DEV_VERSION, hash: devHash(plugin) };
  }
}
