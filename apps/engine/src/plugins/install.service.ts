import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock } from '@sojourn/kernel';
import { pluginInstalls, pluginRefusals, type Database } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { CLOCK, DATABASE, VAULT } from '../ports.js';
import type { Vault } from '../settings/vault.js';
import { forgetPlugin } from './forget-plugin.js';
import { PackageService } from './package.service.js';
import type { InstallRequest } from './plugin.dto.js';
import { kindsOf, PluginDeed } from './plugin-deed.js';
import { readCapabilities } from './read-capabilities.js';
import { pluginInUse } from './refusals.js';
import { findStaged, refuseUnread, within } from './staged.js';
import { trustKeyOf } from './trust-key.js';
import { UsageService } from './usage.service.js';

/** Brings plugins into a workspace, and out of it. */
@Injectable()
export class InstallService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(VAULT) private readonly vault: Vault,
    private readonly deed: PluginDeed,
    private readonly packages: PackageService,
    private readonly usage: UsageService,
  ) {}

  async install(caller: Caller, request: InstallRequest): Promise<{ readonly plugin: string }> {
    const { workspaceId, userId: installedBy } = caller;
    const now = this.clock.now();
    const plugin = await this.deed.change(async (tx) => {
      const staged = await findStaged(tx, this.packages, workspaceId, request.hash);
      const { own } = staged;
      const before = await pluginInstalls.hold(tx, workspaceId, own.plugin);
      if (before.state !== 'removed' && before.hash !== null)
        throw new UserError(`${own.plugin} is installed already. Upgrade it instead.`, {
          code: 'plugin.installed-already',
          status: 409,
          details: { plugin: own.plugin },
        });
      refuseUnread(staged, request.acknowledge);
      const granted = within(staged, readCapabilities(request.capabilities));
      const keyDeed = await trustKeyOf(tx, caller, staged, { trustKey: request.trustKey, now });
      await this.deed.grant(tx, caller, own, granted);
      await this.deed.write(tx, { ...before, state: 'active', hash: own.hash, pendingHash: null, installedAt: now, installedBy }); // prettier-ignore
      if (keyDeed) await this.deed.audit(tx, caller, keyDeed.what, own.plugin, keyDeed.details);
      await this.deed.audit(tx, caller, 'installed', own.plugin, { version: own.version, hash: own.hash, key: own.keyId, origin: own.origin, package: own.npmName, granted: kindsOf(granted), acknowledged: request.acknowledge ?? [] }); // prettier-ignore
      return own.plugin;
    });
    return { plugin };
  }

  /**
   * Only for what no drawing that lives has and nobody is inside of. Its bytes stay: old versions name them. What was entrusted to
   * it goes: credentials, its own store, its sources.
   */
  async uninstall(caller: Caller, plugin: string): Promise<void> {
    const { workspaceId } = caller;
    await this.deed.change(async (tx) => {
      const before = await this.deed.installed(tx, workspaceId, plugin);
      const usage = await this.usage.of(tx, workspaceId, plugin);
      if (usage.inUse) throw pluginInUse(plugin, usage.journeys);
      await this.deed.write(tx, { ...before, state: 'removed', pendingHash: null, devHash: null });
      await pluginRefusals.remove(tx, workspaceId, plugin);
      const forgotten = await forgetPlugin(tx, { database: this.database, vault: this.vault, workspaceId, plugin });
      await this.deed.audit(tx, caller, 'uninstalled', plugin, { hash: before.hash, ...forgotten });
    });
  }
}
