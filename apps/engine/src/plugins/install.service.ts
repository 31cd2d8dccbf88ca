import { Inject, Injectable } from '@nestjs/common';
import { asksMore, beyond, carriedOver, fingerprint, isIntact, narrowed, readSignature } from '@sojourn/packaging';
import { UserError, type Clock } from '@sojourn/kernel';
import type { Capability, PluginManifest } from '@sojourn/plugin-sdk';
import {
  pluginBundles,
  pluginGrants,
  pluginInstalls,
  pluginPackages,
  pluginPublishers,
  pluginRevocations,
  recordAudit,
  revocationOf,
  type Database,
  type PluginBundleRow,
  type PluginInstallRow,
  type PluginPackageRow,
  type Tx,
} from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { CLOCK, DATABASE, QUEUE, VAULT, type Ports } from '../ports.js';
import type { Vault } from '../settings/vault.js';
import { forgetPlugin } from './forget-plugin.js';
import { narrowedAlike } from './grants.js';
import { PackageService, publisherOf, type Judgement } from './package.service.js';
import type { GrantRequest, InstallRequest, UpgradeRequest } from './plugin.dto.js';
import { readCapabilities } from './read-capabilities.js';
import { notInstalled, notStaged, tooMuch, unacknowledged, unknownKey } from './refusals.js';
import { capabilitiesOf, readWorkspace } from './workspace-plugins.js';
import { UsageService } from './usage.service.js';

interface Staged {
  readonly own: PluginPackageRow;
  readonly bundle: PluginBundleRow;
  readonly manifest: PluginManifest;
  readonly judgement: Judgement;
}

/** What became of a publisher's key. */
interface KeyDeed {
  readonly what: 'key-trusted' | 'key-rotated';
  readonly details: object;
}

/** What a workspace does with plugins: install, upgrade, narrow, switch, uninstall. Every one of it is written down. */
@Injectable()
export class InstallService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
    @Inject(VAULT) private readonly vault: Vault,
    private readonly packages: PackageService,
    private readonly usage: UsageService,
  ) {}

  async install(caller: Caller, request: InstallRequest): Promise<{ readonly plugin: string }> {
    const { workspaceId } = caller;
    const plugin = await this.#change(async (tx) => {
      const staged = await this.#staged(tx, workspaceId, request.hash);
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
      const keyDeed = await this.#trust(tx, caller, staged, request.trustKey);
      await this.#grant(tx, caller, own, granted);
      await this.#write(tx, {
        ...before,
        state: 'active',
        hash: own.hash,
        pendingHash: null,
        installedAt: this.clock.now(),
        installedBy: caller.userId,
      });
      if (keyDeed) await this.#audit(tx, caller, keyDeed.what, own.plugin, keyDeed.details);
      await this.#audit(tx, caller, 'installed', own.plugin, { version: own.version, hash: own.hash, key: own.keyId, origin: own.origin, package: own.npmName, granted: kindsOf(granted), acknowledged: request.acknowledge ?? [] }); // prettier-ignore
      return own.plugin;
    });
    return { plugin };
  }

  /** Moves the workspace to another version, older ones too; what asks for more than was consented to waits for consent. */
  async upgrade(
    caller: Caller,
    plugin: string,
    request: UpgradeRequest,
  ): Promise<{ readonly state: 'upgraded' | 'pending' }> {
    const { workspaceId } = caller;
    const state = await this.#change(async (tx) => {
      const before = await this.#installed(tx, workspaceId, plugin);
      const staged = await this.#staged(tx, workspaceId, request.hash);
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
        await this.#write(tx, { ...before, pendingHash: own.hash });
        await this.#audit(tx, caller, 'upgrade-waits', plugin, { version: own.version, hash: own.hash });
        return 'pending' as const;
      }
      const kept = consented
        ? capabilitiesOf(consented)
        : carriedOver(was?.capabilities ?? [], capabilitiesOf(grants.get(before.hash)), asks);
      const granted =
        request.capabilities === undefined ? kept : within(staged, readCapabilities(request.capabilities));
      const keyDeed = await this.#trust(tx, caller, staged, request.trustKey);
      await this.#grant(tx, caller, own, granted);
      await this.#write(tx, { ...before, hash: own.hash, pendingHash: null });
      if (keyDeed) await this.#audit(tx, caller, keyDeed.what, plugin, keyDeed.details);
      await this.#audit(tx, caller, 'upgraded', plugin, { from: head?.version ?? null, version: own.version, hash: own.hash, key: own.keyId, granted: kindsOf(granted), acknowledged: request.acknowledge ?? [] }); // prettier-ignore
      return 'upgraded' as const;
    });
    return { state };
  }

  /** Narrows or widens what is granted, within what the plugin asks for; versions that people are still inside of follow. */
  async grant(caller: Caller, plugin: string, { capabilities }: GrantRequest): Promise<void> {
    const { workspaceId } = caller;
    const wanted = readCapabilities(capabilities);
    await this.#change(async (tx) => {
      const before = await this.#installed(tx, workspaceId, plugin);
      if (before.hash === null) throw notInstalled(plugin);
      const { grants } = await readWorkspace(tx, workspaceId, plugin);
      const [head] = await pluginBundles.heads(tx, [before.hash]);
      const requested = head ? ((JSON.parse(head.manifest) as PluginManifest).capabilities ?? []) : [];
      const result = narrowed(requested, wanted);
      if ('tooMuch' in result) throw tooMuch(plugin, result.tooMuch);
      const was = capabilitiesOf(grants.get(before.hash));
      await this.#grant(tx, caller, { plugin, hash: before.hash }, result.granted);
      for (const [hash, grant] of grants) {
        if (hash === before.hash || hash === before.devHash) continue;
        const other = capabilitiesOf(grant);
        const alike = narrowedAlike(other, was, result.granted);
        if (JSON.stringify(alike) !== JSON.stringify(other)) await this.#grant(tx, caller, { plugin, hash }, alike);
      }
      await this.#write(tx, before);
      await this.#audit(tx, caller, 'granted', plugin, { version: head?.version ?? null, hash: before.hash, granted: result.granted }); // prettier-ignore
    });
  }

  async switch(caller: Caller, plugin: string, to: 'active' | 'disabled'): Promise<void> {
    await this.#change(async (tx) => {
      const before = await this.#installed(tx, caller.workspaceId, plugin);
      if (before.state === to) return;
      await this.#write(tx, { ...before, state: to });
      await this.#audit(tx, caller, to === 'active' ? 'enabled' : 'disabled', plugin, {});
    });
  }

  /**
   * Only for what no drawing that lives has and nobody is inside of. Its bytes stay: old versions name them. What was entrusted to
   * it goes: credentials, its own store, its sources.
   */
  async uninstall(caller: Caller, plugin: string): Promise<void> {
    await this.#change(async (tx) => {
      const before = await this.#installed(tx, caller.workspaceId, plugin);
      const { journeys, inUse } = await this.usage.of(tx, caller.workspaceId, plugin);
      if (inUse)
        throw new UserError(`${plugin} is in use: ${journeys.map(({ name }) => name).slice(0, 5).join(', ')}. Take it out of these journeys, or disable it.`, { code: 'plugin.in-use', status: 409, details: { plugin, journeys } }); // prettier-ignore
      await this.#write(tx, { ...before, state: 'removed', pendingHash: null, devHash: null });
      const { workspaceId } = caller;
      const forgotten = await forgetPlugin(tx, { database: this.database, vault: this.vault, workspaceId, plugin });
      await this.#audit(tx, caller, 'uninstalled', plugin, { hash: before.hash, ...forgotten });
    });
  }

  /** Runs a change and tells the workers: those who wait for a plugin may go on. */
  async #change<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const done = await this.database.inTransaction(work);
    this.queue.announce('advance');
    return done;
  }

  async #installed(tx: Tx, workspaceId: number, plugin: string): Promise<PluginInstallRow> {
    const row = await pluginInstalls.lock(tx, workspaceId, plugin);
    if (!row || row.state === 'removed') throw notInstalled(plugin);
    return row;
  }

  async #staged(tx: Tx, workspaceId: number, hash: string): Promise<Staged> {
    const own = await pluginPackages.find(tx, workspaceId, hash);
    const bundle = own && own.origin !== 'dev' ? await pluginBundles.find(tx, hash) : undefined;
    if (!own || !bundle) throw notStaged(hash);
    if (!isIntact(bundle))
      throw new UserError(`The stored bytes of ${own.plugin} ${own.version} are damaged. Upload the same package again, or look it up again in the registry: that puts them right.`, { code: 'plugin.corrupt', status: 409, details: { plugin: own.plugin, hash } }); // prettier-ignore
    const revoked = revocationOf(await pluginRevocations.list(tx), bundle);
    if (revoked)
      throw new UserError(`${own.plugin} ${own.version} was revoked: ${(JSON.parse(revoked.reason) as { en: string }).en}`, { code: 'plugin.revoked', status: 409, details: { plugin: own.plugin, version: own.version, reason: JSON.parse(revoked.reason) } }); // prettier-ignore
    const manifest = JSON.parse(bundle.manifest) as PluginManifest;
    return { own, bundle, manifest, judgement: await this.packages.judge(tx, own, manifest) };
  }

  /**
   * Pins the key that signed, where that is new; throws when nobody said that it is the right one. Answers what is to be written
   * down of it, at the end of the transaction: see `recordAudit`.
   */
  async #trust(
    tx: Tx,
    caller: Caller,
    { own, judgement: { trust } }: Staged,
    trustKey = false,
  ): Promise<KeyDeed | undefined> {
    // prettier-ignore
    if (trust.kind === 'known' || trust.kind === 'wrong') return undefined; // wrong ones did not come this far
    const { workspaceId, userId } = caller;
    const { key } = readSignature(JSON.parse(own.signature ?? 'null'));
    const publisher = publisherOf(own.plugin);
    const now = this.clock.now();
    const pin = { workspaceId, publisher, pinnedAt: now, pinnedBy: userId };
    if (trust.kind === 'unknown') {
      if (!trustKey) throw unknownKey(own.plugin, key.id);
      await pluginPublishers.pin(tx, { ...pin, keyId: key.id, publicKey: key.publicKey, how: 'trusted' });
      return { what: 'key-trusted', details: { publisher, key: key.id, fingerprint: fingerprint(key.id) } };
    }
    await pluginPublishers.retire(tx, { workspaceId, publisher, keyId: trust.from, at: now });
    for (const step of trust.chain) {
      await pluginPublishers.pin(tx, { ...pin, keyId: step.id, publicKey: step.publicKey, how: 'rotated' });
      if (step.id !== key.id) await pluginPublishers.retire(tx, { workspaceId, publisher, keyId: step.id, at: now });
    }
    return { what: 'key-rotated', details: { publisher, from: trust.from, to: key.id, steps: trust.chain.length } };
  }

  async #grant(
    tx: Tx,
    caller: Caller,
    { plugin, hash }: { readonly plugin: string; readonly hash: string },
    granted: readonly Capability[],
  ): Promise<void> {
    const { workspaceId, userId } = caller;
    await pluginGrants.add(tx, { workspaceId, plugin, hash, capabilities: JSON.stringify(granted), at: this.clock.now(), grantedBy: userId }); // prettier-ignore
  }

  async #write(
    tx: Tx,
    { revision: _, ...row }: Omit<PluginInstallRow, 'revision' | 'updatedAt'> & Partial<PluginInstallRow>,
  ): Promise<void> {
    // prettier-ignore
    await pluginInstalls.write(tx, { ...row, updatedAt: this.clock.now() });
  }

  async #audit(
    tx: Tx,
    { workspaceId, userId, apiKeyId }: Caller,
    what: string,
    plugin: string,
    details: object,
  ): Promise<void> {
    // prettier-ignore
    await recordAudit(tx, { workspaceId, userId, apiKeyId, at: this.clock.now(), action: `plugin.${what}`, subject: `plugin ${plugin}`, details }); // prettier-ignore
  }
}

function within({ own, manifest }: Staged, wanted: readonly Capability[]): readonly Capability[] {
  const result = narrowed(manifest.capabilities ?? [], wanted);
  if ('tooMuch' in result) throw tooMuch(own.plugin, result.tooMuch);
  return result.granted;
}

function refuseUnread({ judgement: { warnings } }: Staged, acknowledged: readonly string[] = []): void {
  const left = warnings.filter(({ code }) => !acknowledged.includes(code));
  if (left.length > 0) throw unacknowledged(left);
}

const kindsOf = (capabilities: readonly Capability[]): readonly string[] => capabilities.map(({ kind }) => kind);
