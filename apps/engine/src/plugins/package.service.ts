import { Inject, Injectable } from '@nestjs/common';
import {
  beyond,
  dataOf,
  fingerprint,
  fitsRange,
  isExactVersion,
  readPackage,
  readSignature,
  riskOf,
  type PluginPackage,
} from '@sojourn/packaging';
import { UserError, type Clock } from '@sojourn/kernel';
import { covers, SDK_VERSION, type PluginManifest } from '@sojourn/plugin-sdk';
import {
  pluginBundles,
  pluginInstalls,
  pluginPackages,
  pluginPublishers,
  type Database,
  type PluginPackageRow,
  type PluginPublisherRow,
  type Reader,
} from '@sojourn/storage';
import { invalidInput } from '../http/invalid-input.js';
import { CLOCK, DATABASE, PLUGINS, type InstalledPlugins } from '../ports.js';
import type { Inspection } from './plugin.dto.js';
import { PRODUCT_VERSION } from './product.js';
import { notStaged, otherBytes, wrongKey } from './refusals.js';
import { RegistryService } from './registry.service.js';
import { trustOf, type Trust } from './trust.js';
import { warningsOf, type Warning } from './warnings.js';
import { capabilitiesOf, readWorkspace } from './workspace-plugins.js';

/** What stands between a package and a workspace. */
export interface Judgement {
  readonly trust: Trust;
  readonly warnings: readonly Warning[];
}

/** Packages that somebody looks at: fetched or uploaded, read, judged, and kept until they are installed. */
@Injectable()
export class PackageService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGINS) private readonly shipped: InstalledPlugins,
    private readonly registry: RegistryService,
  ) {}

  async fromRegistry(workspaceId: number, name: string, version: string): Promise<Inspection> {
    if (!isExactVersion(version))
      throw invalidInput([{ pointer: '/version', message: 'version must be exact, such as 1.2.0' }]);
    const { bytes, deprecated } = await this.registry.get().fetch(name, version);
    const read = await readPackage(bytes);
    if (read.npm.name !== name || read.npm.version !== version)
      throw new UserError(`The registry handed out ${read.npm.name} ${read.npm.version} as ${name} ${version}. Do not install it; tell whoever runs the registry.`, { code: 'registry.wrong-bytes', status: 422, details: { name, version } }); // prettier-ignore
    return this.#stage(workspaceId, read, 'registry', deprecated);
  }

  async fromUpload(workspaceId: number, bytes: Uint8Array): Promise<Inspection> {
    return this.#stage(workspaceId, await readPackage(bytes), 'upload', undefined);
  }

  /** What was looked at before, judged by what holds now: an upgrade that waits, a version to go back to. */
  async kept(workspaceId: number, hash: string): Promise<Inspection> {
    const own = await pluginPackages.find(this.database.read, workspaceId, hash);
    const [bundle] = await pluginBundles.heads(this.database.read, [hash]);
    if (!own || !bundle || own.origin === 'dev') throw notStaged(hash);
    const manifest = JSON.parse(bundle.manifest) as PluginManifest;
    return this.#inspection(own, manifest, await this.judge(this.database.read, own, manifest));
  }

  /** Judges a package again, as it was kept, by what holds now. Throws where it must not be installed at all. */
  async judge(read: Reader, own: PluginPackageRow, manifest: PluginManifest): Promise<Judgement> {
    const { workspaceId, plugin, version, hash, deprecated } = own;
    const signature = readSignature(JSON.parse(own.signature ?? 'null'));
    const publisher = publisherOf(plugin);
    refuseForeign(manifest);
    const keys = await pluginPublishers.list(read, workspaceId);
    const trust = trustOf(keys.filter((key) => key.publisher === publisher), signature); // prettier-ignore
    if (trust.kind === 'wrong') throw wrongKey(plugin, signature.key.id, trust.pinned);
    const other = await pluginPackages.otherBytes(read, {
      workspaceId,
      plugin,
      version,
      hash,
      keyId: signature.key.id,
    });
    if (other) throw otherBytes(plugin, version);
    const before = await pluginInstalls.find(read, workspaceId, plugin);
    const [current] = before?.hash ? await pluginBundles.heads(read, [before.hash]) : [];
    // Whom somebody has chosen already is not taken for another any more.
    const isChosen = trust.kind !== 'unknown' || (before !== undefined && before.state !== 'removed');
    const known = isChosen ? [] : await this.#knownNames(read, workspaceId, keys, plugin);
    return {
      trust,
      warnings: warningsOf({ plugin, version, trust, deprecated, known, current: current?.version }),
    };
  }

  /** Plugins that a person here knows: what ships, what is installed, and this name under every publisher that is trusted. */
  async #knownNames(
    read: Reader,
    workspaceId: number,
    keys: readonly PluginPublisherRow[],
    plugin: string,
  ): Promise<readonly string[]> {
    // prettier-ignore
    const installs = await pluginInstalls.list(read, workspaceId);
    const name = plugin.slice(plugin.indexOf('.') + 1);
    return [
      ...this.shipped.manifests.map((one) => one.plugin?.id ?? `sojourn.${one.name}`),
      ...installs.map((one) => one.plugin),
      ...keys.filter(({ retiredAt }) => retiredAt === null).map(({ publisher }) => `${publisher}.${name}`),
    ];
  }

  async #stage(
    workspaceId: number,
    read: PluginPackage,
    origin: 'registry' | 'upload',
    deprecated: string | undefined,
  ): Promise<Inspection> {
    const { manifest, hash, signature } = read;
    const own: PluginPackageRow = {
      workspaceId,
      hash,
      plugin: manifest.id,
      version: manifest.version,
      origin,
      npmName: read.npm.name,
      integrity: read.integrity,
      keyId: signature.key.id,
      signature: read.signatureText,
      deprecated: deprecated ?? null,
      at: this.clock.now(),
    };
    // What must not be installed is not kept either.
    const judgement = await this.judge(this.database.read, own, manifest);
    await this.database.inTransaction(async (tx) => {
      await pluginBundles.keep(tx, {
        hash,
        plugin: manifest.id,
        version: manifest.version,
        manifest: read.manifestText,
        code: read.code,
        files: JSON.stringify(read.files),
        icons: JSON.stringify(read.icons),
        createdAt: this.clock.now(),
      });
      await pluginPackages.note(tx, own);
    });
    return this.#inspection(own, manifest, judgement);
  }

  async #inspection(
    own: PluginPackageRow,
    manifest: PluginManifest,
    { trust, warnings }: Judgement,
  ): Promise<Inspection> {
    const { workspaceId, plugin } = own;
    const { installs, grants } = await readWorkspace(this.database.read, workspaceId, plugin);
    const install = installs.get(plugin);
    const current = install?.state === 'removed' ? null : (install?.hash ?? null);
    const [before] = current === null ? [] : await pluginBundles.heads(this.database.read, [current]);
    const asked = before ? ((JSON.parse(before.manifest) as PluginManifest).capabilities ?? []) : [];
    const granted = capabilitiesOf(grants.get(current ?? ''));
    const capabilities = manifest.capabilities ?? [];
    const isNew = new Set(beyond(asked, capabilities));
    const risk = riskOf(manifest);
    const keyId = own.keyId ?? ''; // what is inspected is signed
    return {
      staged: own.hash,
      plugin: {
        id: plugin,
        name: own.npmName,
        version: own.version,
        title: manifest.title,
        description: manifest.description,
        publisher: manifest.publisher?.name ?? publisherOf(plugin),
        nodes: manifest.nodes.map(({ type, title, kind, icon }) => ({ type, title, kind, icon })),
      },
      key: {
        id: keyId,
        fingerprint: fingerprint(keyId),
        known: trust.kind === 'known',
        rotated: trust.kind === 'rotated',
      },
      risk: risk.level,
      reasons: [...risk.reasons],
      warnings: [...warnings],
      capabilities: capabilities.map((one) => ({
        ...one,
        isNew: before === undefined || isNew.has(one),
        ...(before && { granted: granted.some((other) => covers(other, one)) }),
      })),
      data: { reads: [...dataOf(manifest).reads], writes: [...dataOf(manifest).writes] },
      isUpgradeOf: before ? { version: before.version, hash: before.hash } : null,
    };
  }
}

/** `acme` of `acme.weather` */
export const publisherOf = (plugin: string): string => plugin.slice(0, plugin.indexOf('.'));

/** What no workspace can take, whoever signed it. */
function refuseForeign({ id, version, sdk, product }: PluginManifest): void {
  if (publisherOf(id) === 'sojourn')
    throw new UserError('The publisher “sojourn” is that of what ships with the product. Publish under a name of your own.', { code: 'plugin.reserved', status: 422, details: { plugin: id } }); // prettier-ignore
  for (const [name, range, own] of [
    ['sdk', sdk, SDK_VERSION],
    ['product', product, PRODUCT_VERSION],
  ] as const)
    // prettier-ignore
    if (!fitsRange(own, range))
      throw new UserError(`${id} ${version} is for ${name} ${range}; this is ${own}. Choose another version of it.`, {
        code: 'plugin.wrong-range',
        status: 422,
        details: { plugin: id, version, what: name, range, own },
      });
}
