import { Inject, Injectable } from '@nestjs/common';
import { asksMore, beyond, carriedOver } from '@sojourn/packaging';
import { UserError, type Clock } from '@sojourn/kernel';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { pluginBundles, pluginRefusals } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { CLOCK } from '../ports.js';
import { PackageService } from './package.service.js';
import type { UpgradeRequest } from './plugin.dto.js';
import { kindsOf, PluginDeed } from './plugin-deed.js';
import { readCapabilities } from './read-capabilities.js';
import { notStaged, nothingPending, wasRefused } from './refusals.js';
import { findStaged, refuseUnread, within } from './staged.js';
import { trustKeyOf } from './trust-key.js';
import { capabilitiesOf, readWorkspace } from './workspace-plugins.js';

/** Moves a workspace between versions of a plugin. What asks for more than was consented to waits until somebody agrees or refuses. */
@Injectable()
export class PluginUpgradeService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly deed: PluginDeed,
    private readonly packages: PackageService,
  ) {}

  /** To another version, older ones too. A version that was refused waits again only when it is asked for with `askAgain`. */
  async upgrade(
    caller: Caller,
    plugin: string,
    request: UpgradeRequest,
  ): Promise<{ readonly state: 'upgraded' | 'pending' }> {
    const { workspaceId } = caller;
    const state = await this.deed.change(async (tx) => {
      const before = await this.deed.installed(tx, workspaceId, plugin);
      const staged = await findStaged(tx, this.packages, workspaceId, request.hash);
      const { own, manifest } = staged;
      if (own.plugin !== plugin || before.hash === null) throw notStaged(request.hash);
      if (own.hash === before.hash)
        throw new UserError(`${plugin} ${own.version} is what is installed.`, { code: 'plugin.installed-already', status: 409, details: { plugin } }); // prettier-ignore
      refuseUnread(staged, request.acknowledge);
      const { grants } = await readWorkspace(tx, workspaceId, plugin);
      const [head] = await pluginBundles.heads(tx, [before.hash]);
      const was = head ? (JSON.parse(head.manifest) as PluginManifest) : undefined;
      const consented = grants.get(own.hash);
      const asks = manifest.capabilities ?? [];
      const isMore = consented === undefined && (was === undefined || beyond(was.capabilities ?? [], asks).length > 0 || asksMore(was, manifest).length > 0); // prettier-ignore
      if (isMore && request.capabilities === undefined) {
        const refusals = await pluginRefusals.list(tx, workspaceId, plugin);
        const refusal = refusals.find(({ hash }) => hash === own.hash);
        if (refusal && !request.askAgain) throw wasRefused(refusal);
        await pluginRefusals.remove(tx, workspaceId, plugin, own.hash);
        await this.deed.write(tx, { ...before, pendingHash: own.hash });
        await this.deed.audit(tx, caller, 'upgrade-waits', plugin, { version: own.version, hash: own.hash });
        return 'pending' as const;
      }
      const kept = consented
        ? capabilitiesOf(consented)
        : carriedOver(was?.capabilities ?? [], capabilitiesOf(grants.get(before.hash)), asks);
      const granted =
        request.capabilities === undefined ? kept : within(staged, readCapabilities(request.capabilities));
      const keyDeed = await trustKeyOf(tx, caller, staged, { trustKey: request.trustKey, now: this.clock.now() });
      await this.deed.grant(tx, caller, own, granted);
      await pluginRefusals.remove(tx, workspaceId, plugin, own.hash);
      await this.deed.write(tx, { ...before, hash: own.hash, pendingHash: null });
      if (keyDeed) await this.deed.audit(tx, caller, keyDeed.what, plugin, keyDeed.details);
      await this.deed.audit(tx, caller, 'upgraded', plugin, { from: head?.version ?? null, version: own.version, hash: own.hash, key: own.keyId, granted: kindsOf(granted), acknowledged: request.acknowledge ?? [] }); // prettier-ignore
      return 'upgraded' as const;
    });
    return { state };
  }

  /** Says no to the version that waits: it waits no more, and is not offered again until somebody asks for it. */
  async refuse(caller: Caller, plugin: string, hash: string): Promise<void> {
    const { workspaceId, userId } = caller;
    await this.deed.change(async (tx) => {
      const before = await this.deed.installed(tx, workspaceId, plugin);
      // Somebody may have agreed meanwhile, or another version waits: nobody refuses what they were not shown.
      if (before.pendingHash !== hash) throw nothingPending(plugin, before.pendingHash);
      const [head] = await pluginBundles.heads(tx, [hash]);
      const version = head?.version ?? '';
      await pluginRefusals.add(tx, { workspaceId, plugin, hash, version, at: this.clock.now(), refusedBy: userId });
      await this.deed.write(tx, { ...before, pendingHash: null });
      await this.deed.audit(tx, caller, 'upgrade-refused', plugin, { version, hash });
    });
  }
}
