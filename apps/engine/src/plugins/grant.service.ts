import { Injectable } from '@nestjs/common';
import { narrowed } from '@sojourn/packaging';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { pluginBundles } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { narrowedAlike } from './grants.js';
import type { GrantRequest } from './plugin.dto.js';
import { PluginDeed } from './plugin-deed.js';
import { readCapabilities } from './read-capabilities.js';
import { notInstalled, tooMuch } from './refusals.js';
import { capabilitiesOf, readWorkspace } from './workspace-plugins.js';

/** Says what an installed plugin may do, and whether it may run at all. */
@Injectable()
export class GrantService {
  constructor(private readonly deed: PluginDeed) {}

  /** Narrows or widens what is granted, within what the plugin asks for; versions that people are still inside of follow. */
  async grant(caller: Caller, plugin: string, { capabilities }: GrantRequest): Promise<void> {
    const { workspaceId } = caller;
    const wanted = readCapabilities(capabilities);
    await this.deed.change(async (tx) => {
      const before = await this.deed.installed(tx, workspaceId, plugin);
      if (before.hash === null) throw notInstalled(plugin);
      const { grants } = await readWorkspace(tx, workspaceId, plugin);
      const [head] = await pluginBundles.heads(tx, [before.hash]);
      const requested = head ? ((JSON.parse(head.manifest) as PluginManifest).capabilities ?? []) : [];
      const result = narrowed(requested, wanted);
      if ('tooMuch' in result) throw tooMuch(plugin, result.tooMuch);
      const was = capabilitiesOf(grants.get(before.hash));
      await this.deed.grant(tx, caller, { plugin, hash: before.hash }, result.granted);
      for (const [hash, grant] of grants) {
        if (hash === before.hash || hash === before.devHash) continue;
        const other = capabilitiesOf(grant);
        const alike = narrowedAlike(other, was, result.granted);
        if (JSON.stringify(alike) !== JSON.stringify(other)) await this.deed.grant(tx, caller, { plugin, hash }, alike);
      }
      await this.deed.write(tx, before);
      await this.deed.audit(tx, caller, 'granted', plugin, { version: head?.version ?? null, hash: before.hash, granted: result.granted }); // prettier-ignore
    });
  }

  async switch(caller: Caller, plugin: string, to: 'active' | 'disabled'): Promise<void> {
    await this.deed.change(async (tx) => {
      const before = await this.deed.installed(tx, caller.workspaceId, plugin);
      if (before.state === to) return;
      await this.deed.write(tx, { ...before, state: to });
      await this.deed.audit(tx, caller, to === 'active' ? 'enabled' : 'disabled', plugin, {});
    });
  }
}
