import { Inject, Injectable } from '@nestjs/common';
import { beyond, riskOf } from '@sojourn/packaging';
import { UserError, type Clock } from '@sojourn/kernel';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import {
  pluginBundles,
  pluginGrants,
  pluginInstalls,
  pluginPackages,
  pluginRefusals,
  revocationOf,
  users,
  type Database,
  type PluginInstallRow,
  type PluginPackageRow,
  type RefusedPlugin,
} from '@sojourn/storage';
import type { Config } from '../config/config.js';
import { CLOCK, CONFIG, DATABASE } from '../ports.js';
import { publisherOf } from './package.service.js';
import type {
  AvailablePage,
  AvailableQuery,
  GrantHistory,
  PluginList,
  PluginVersionList,
  PluginView,
} from './plugin.dto.js';
import { notInstalled } from './refusals.js';
import { RegistryService } from './registry.service.js';
import {
  BundleShelf,
  capabilitiesOf,
  readWorkspace,
  stateIn,
  type KnownBundle,
  type WorkspacePlugins,
} from './workspace-plugins.js';

const PAGE = 20;

/** What people are shown of plugins: those that are installed, and those that could be. */
@Injectable()
export class PluginListService {
  readonly #shelf = new BundleShelf();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly registry: RegistryService,
  ) {}

  async list(workspaceId: number): Promise<PluginList> {
    const plugins = await readWorkspace(this.database.read, workspaceId);
    return { items: await this.#views(workspaceId, plugins) };
  }

  async view(workspaceId: number, plugin: string): Promise<PluginView> {
    const plugins = await readWorkspace(this.database.read, workspaceId, plugin);
    const [view] = await this.#views(workspaceId, plugins);
    if (!view || plugins.installs.get(plugin)?.state === 'removed') throw notInstalled(plugin);
    return view;
  }

  async available(workspaceId: number, { q = '', keyword, page = 0 }: AvailableQuery): Promise<AvailablePage> {
    const { items, total } = await this.registry.get().search({ text: q.trim(), keyword, page, size: PAGE });
    this.registry.noteNewest(items);
    const installs = await pluginInstalls.list(this.database.read, workspaceId);
    const current = new Map(installs.map(({ hash }) => [hash, true]));
    const packages = (await pluginPackages.list(this.database.read, workspaceId)).filter(({ hash }) =>
      current.has(hash),
    );
    const installed = new Map(packages.map(({ npmName, version }) => [npmName, version]));
    return {
      items: items.map((item) => ({
        ...item,
        keywords: [...item.keywords],
        installed: installed.get(item.name) ?? null,
      })),
      total,
    };
  }

  async grants(workspaceId: number, plugin: string): Promise<GrantHistory> {
    const rows = await pluginGrants.history(this.database.read, workspaceId, plugin);
    if (rows.length === 0) throw notInstalled(plugin);
    const heads = await pluginBundles.heads(this.database.read, rows.map(({ hash }) => hash)); // prettier-ignore
    const versions = new Map(heads.map(({ hash, version }) => [hash, version]));
    return {
      items: rows.map((row) => ({
        at: Number(row.at),
        by: row.userName,
        manifestHash: row.hash,
        version: versions.get(row.hash) ?? null,
        capabilities: capabilitiesOf(row),
      })),
    };
  }

  async versions(workspaceId: number, plugin: string): Promise<PluginVersionList> {
    const { installs, grants } = await readWorkspace(this.database.read, workspaceId, plugin);
    const packages = await pluginPackages.list(this.database.read, workspaceId, plugin);
    if (packages.length === 0) throw notInstalled(plugin);
    return {
      items: packages
        .filter(({ origin }) => origin !== 'dev')
        .map(({ version, hash, keyId, at }) => ({
          version,
          hash,
          current: installs.get(plugin)?.hash === hash,
          granted: grants.has(hash),
          keyId: keyId ?? '',
          at: Number(at),
        })),
    };
  }

  /** The icon of a stored bundle, SVG. Throws 404 without one. */
  async icon(hash: string, theme: 'light' | 'dark'): Promise<string> {
    const bundle = /^[0-9a-f]{64}$/.test(hash) ? await pluginBundles.find(this.database.read, hash) : undefined;
    const { icons } = JSON.parse(bundle?.manifest ?? '{}') as Partial<PluginManifest>;
    const svg = (JSON.parse(bundle?.icons ?? '{}') as { readonly [path: string]: string })[icons?.[theme] ?? ''];
    if (svg === undefined)
      throw new UserError('There is no such icon.', { code: 'plugin.no-icon', status: 404, details: { hash } });
    return svg;
  }

  async #views(workspaceId: number, plugins: WorkspacePlugins): Promise<PluginView[]> {
    const installs = [...plugins.installs.values()].map((row) => ({ row, bytes: this.#bytesOf(row) }));
    const hashes = installs.flatMap(({ row, bytes }) => [bytes, row.pendingHash].filter((hash) => hash !== null));
    const bundles = await this.#shelf.get(this.database.read, hashes, this.clock.now());
    const packages = new Map(
      (await pluginPackages.list(this.database.read, workspaceId)).map((one) => [one.hash, one]),
    );
    const refusals = await pluginRefusals.list(this.database.read, workspaceId);
    const names = await this.#names(installs.map(({ row }) => row.installedBy));
    return installs.flatMap(({ row, bytes }) => {
      const bundle = bundles.get(bytes ?? '');
      if (!bundle) return [];
      const pending = bundles.get(row.pendingHash ?? '');
      const refused = refusals.filter(({ plugin, hash }) => plugin === row.plugin && hash !== bundle.hash);
      return [this.#viewOf(row, plugins, { bundle, pending, refused, from: packages.get(bundle.hash), by: names.get(row.installedBy ?? 0) })]; // prettier-ignore
    });
  }

  #viewOf(
    row: PluginInstallRow,
    plugins: WorkspacePlugins,
    found: {
      readonly bundle: KnownBundle;
      readonly pending: KnownBundle | undefined;
      readonly refused: readonly RefusedPlugin[];
      readonly from: PluginPackageRow | undefined;
      readonly by: string | undefined;
    },
  ): PluginView {
    const { bundle, pending, refused, from, by } = found;
    const { manifest, version, hash } = bundle;
    const state = stateIn(plugins, bundle);
    const revoked = revocationOf(plugins.revocations, bundle);
    const risk = riskOf(manifest);
    const capabilities = manifest.capabilities ?? [];
    // What came as a file may be a secret of this house: no registry is told its name.
    const newer = from?.origin === 'registry' ? this.registry.newerThan(from.npmName, version) : undefined;
    const isWanted = newer !== undefined && !refused.some((one) => one.version === newer);
    return {
      id: row.plugin,
      name: from?.npmName ?? row.plugin,
      title: manifest.title,
      description: manifest.description,
      publisher: manifest.publisher?.name ?? publisherOf(row.plugin),
      version,
      hash,
      state: state === 'ok' ? 'active' : state,
      origin: from?.origin ?? 'upload',
      risk: risk.level,
      reasons: [...risk.reasons],
      installedAt: Number(row.installedAt),
      installedBy: by ?? null,
      update: isWanted ? { version: newer } : null,
      pending: pending ? { version: pending.version, hash: pending.hash, asksMore: beyond(capabilities, pending.manifest.capabilities ?? []) } : null, // prettier-ignore
      refused: refused.map(({ version: of, hash: bytes, at, userName }) => ({ version: of, hash: bytes, at: Number(at), by: userName })), // prettier-ignore
      revoked: revoked ? { reason: JSON.parse(revoked.reason) as PluginView['title'], at: Number(revoked.at) } : null,
      nodes: manifest.nodes.map(({ type, title, kind, icon }) => ({ type, title, kind, icon })),
      capabilities,
      granted: capabilitiesOf(plugins.grants.get(hash)),
      hasIcon: manifest.icons !== undefined && from?.origin !== 'dev',
    };
  }

  #bytesOf({ hash, devHash }: PluginInstallRow): string | null {
    return this.config.pluginDev && devHash !== null ? devHash : hash;
  }

  async #names(ids: readonly (number | null)[]): Promise<ReadonlyMap<number, string>> {
    const names = new Map<number, string>();
    for (const id of new Set(ids)) {
      const user = id === null ? undefined : await users.byId(this.database.read, id);
      if (user) names.set(user.id, user.name);
    }
    return names;
  }
}
