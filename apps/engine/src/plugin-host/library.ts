import { isIntact } from '@sojourn/packaging';
import type { PluginPin, PluginState } from '@sojourn/journey';
import type { Capability } from '@sojourn/plugin-sdk';
import {
  pluginBundles,
  pluginChangesAfter,
  revocationOf,
  type Database,
  type PluginChanges,
  type PluginInstallRow,
  type PluginRevocationRow,
} from '@sojourn/storage';
import { bundleOf, type Bundle } from './bundle.js';

/** Begins the hash of what an author has under way. */
const DEVELOPMENT = 'dev:';

interface Install extends PluginInstallRow {
  /** By hash. */
  readonly granted: ReadonlyMap<string, readonly Capability[]>;
}

/** What is installed where and granted to whom, in memory, brought up to date by one small query; and the bundles it needs. */
export class PluginLibrary {
  readonly #database: Pick<Database, 'read'>;
  readonly #development: boolean;
  readonly #bundles = new Map<string, Bundle>();
  readonly #installs = new Map<string, Install>();
  #revocations: readonly PluginRevocationRow[] = [];
  #revision = 0;
  #refreshing: Promise<boolean> | undefined;

  /** `development`: whether pins `dev:...` mean anything here. */
  constructor(database: Pick<Database, 'read'>, { development = false }: { readonly development?: boolean } = {}) {
    this.#database = database;
    this.#development = development;
  }

  /** Takes in what changed; answers whether anything did. Many who ask at once share one look. */
  refresh(): Promise<boolean> {
    return (this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = undefined)));
  }

  /** Loads bundles with their code and looks whether they are still what they were. */
  async load(pins: readonly PluginPin[]): Promise<void> {
    const isReady = (bundle: Bundle | undefined): boolean => bundle?.whole === true && bundle.intact;
    // What was found damaged is looked at again: somebody may have mended it.
    await this.#read(pins.flatMap((pin) => this.#hashesOf(pin)).filter((hash) => !isReady(this.#bundles.get(hash))));
  }

  /** Looks once more at what was found damaged: nobody need wait for it, as where people leave by the outcome for failure. */
  async recheck(): Promise<void> {
    await this.#read([...this.#bundles].flatMap(([hash, { whole, intact }]) => (whole && !intact ? [hash] : [])));
  }

  async #read(hashes: readonly string[]): Promise<void> {
    for (const hash of new Set(hashes)) {
      const row = await pluginBundles.find(this.#database.read, hash);
      const bundle = row && bundleOf(row, { code: row.code, intact: isIntact(row) });
      if (bundle) this.#bundles.set(hash, bundle);
    }
  }

  /** The bundle that a pin means; a pin under development means something else in every workspace. */
  bundle(pin: PluginPin, workspaceId?: number): Bundle | undefined {
    const hash = this.#hashOf(pin, workspaceId);
    return hash === undefined ? undefined : this.#bundles.get(hash);
  }

  /** The pin of what a workspace has installed now. */
  current(workspaceId: number, plugin: string): PluginPin | undefined {
    const install = this.#installs.get(keyOf(workspaceId, plugin));
    if (!install || install.state === 'removed') return undefined;
    // What its author has under way goes before what was published.
    if (this.#development && install.devHash !== null)
      return { plugin, version: '0.0.0-dev', hash: DEVELOPMENT + plugin };
    return install.hash === null ? undefined : this.#bundles.get(install.hash)?.pin;
  }

  /** Plugins of a workspace whose nodes call out: each has a lane of its own in the outbox. */
  callers(workspaceId: number): readonly string[] {
    return [...this.#installs.values()].flatMap(({ workspaceId: own, plugin, state }) => {
      if (own !== workspaceId || state === 'removed') return [];
      const pin = this.current(workspaceId, plugin);
      const nodes = pin && this.bundle(pin, workspaceId)?.nodes;
      return [...(nodes?.values() ?? [])].some(({ calls }) => calls) ? [plugin] : [];
    });
  }

  /** What a workspace granted the very bytes of a pin; nothing before it consented. */
  granted(workspaceId: number, pin: PluginPin): readonly Capability[] {
    const hash = this.#hashOf(pin, workspaceId);
    return this.#installs.get(keyOf(workspaceId, pin.plugin))?.granted.get(hash ?? '') ?? [];
  }

  stateOf(workspaceId: number, pin: PluginPin): PluginState {
    const install = this.#installs.get(keyOf(workspaceId, pin.plugin));
    const bundle = this.bundle(pin, workspaceId);
    if (!install || install.state === 'removed' || !bundle) return 'missing';
    if (revocationOf(this.#revocations, bundle.pin)) return 'revoked';
    if (install.state === 'disabled') return 'disabled';
    if (!bundle.intact) return 'corrupt';
    return install.granted.has(bundle.pin.hash) ? 'ok' : 'no-consent';
  }

  async #refresh(): Promise<boolean> {
    const changes = await pluginChangesAfter(this.#database.read, this.#revision);
    if (!changes) return false;
    this.#take(changes);
    const wanted = changes.installs.flatMap(({ hash, devHash, grants }) => [hash, devHash, ...grants.map((one) => one.hash)]); // prettier-ignore
    const missing = wanted.filter((hash): hash is string => hash !== null && !this.#bundles.has(hash));
    for (const head of await pluginBundles.heads(this.#database.read, missing)) {
      const bundle = bundleOf(head);
      if (bundle) this.#bundles.set(head.hash, bundle);
    }
    this.#revision = changes.revision;
    return true;
  }

  #take({ installs, revocations }: PluginChanges): void {
    this.#revocations = revocations;
    for (const { grants, ...row } of installs) {
      const granted = new Map(grants.map(({ hash, capabilities }) => [hash, JSON.parse(capabilities) as Capability[]]));
      this.#installs.set(keyOf(row.workspaceId, row.plugin), { ...row, granted });
    }
  }

  #hashOf(pin: PluginPin, workspaceId: number | undefined): string | undefined {
    if (!pin.hash.startsWith(DEVELOPMENT)) return pin.hash;
    if (!this.#development) return undefined;
    if (workspaceId !== undefined) return this.#installs.get(keyOf(workspaceId, pin.plugin))?.devHash ?? undefined;
    // A drawing's shape is asked for without a workspace: the newest there is.
    const all = [...this.#installs.values()].filter(({ plugin, devHash }) => plugin === pin.plugin && devHash !== null);
    return all.sort((a, b) => b.revision - a.revision)[0]?.devHash ?? undefined;
  }

  #hashesOf(pin: PluginPin): readonly string[] {
    if (!pin.hash.startsWith(DEVELOPMENT)) return [pin.hash];
    const all = [...this.#installs.values()].filter(({ plugin }) => plugin === pin.plugin);
    return this.#development ? all.flatMap(({ devHash }) => devHash ?? []) : [];
  }
}

const keyOf = (workspaceId: number, plugin: string): string => `${workspaceId} ${plugin}`;
