import { isIntact } from '@sojourn/packaging';
import type { PluginState } from '@sojourn/journey';
import type { Capability, PluginManifest } from '@sojourn/plugin-sdk';
import {
  pluginBundles,
  pluginGrants,
  pluginInstalls,
  pluginRevocations,
  revocationOf,
  type PluginBundleRow,
  type PluginGrantRow,
  type PluginInstallRow,
  type PluginRevocationRow,
  type Reader,
} from '@sojourn/storage';

/** Everything a workspace has decided about plugins, read at one moment. */
export interface WorkspacePlugins {
  readonly installs: ReadonlyMap<string, PluginInstallRow>;
  /** What holds, by hash. */
  readonly grants: ReadonlyMap<string, PluginGrantRow>;
  readonly revocations: readonly PluginRevocationRow[];
}

/** Uninstalled plugins are among the installs, with the state `removed`. */
export async function readWorkspace(read: Reader, workspaceId: number, plugin?: string): Promise<WorkspacePlugins> {
  const rows =
    plugin === undefined
      ? await pluginInstalls.list(read, workspaceId)
      : [await pluginInstalls.find(read, workspaceId, plugin)].filter((row) => row !== undefined);
  const grants = await pluginGrants.current(read, workspaceId, plugin);
  return {
    installs: new Map(rows.map((row) => [row.plugin, row])),
    grants: new Map(grants.map((grant) => [grant.hash, grant])),
    revocations: await pluginRevocations.list(read),
  };
}

/** Whether a workspace may run these bytes, as workers decide it too. */
export function stateIn(
  { installs, grants, revocations }: WorkspacePlugins,
  bundle: { readonly plugin: string; readonly version: string; readonly hash: string; readonly intact: boolean },
): PluginState {
  const install = installs.get(bundle.plugin);
  if (!install || install.state === 'removed') return 'missing';
  if (revocationOf(revocations, bundle)) return 'revoked';
  if (install.state === 'disabled') return 'disabled';
  if (!bundle.intact) return 'corrupt';
  return grants.has(bundle.hash) ? 'ok' : 'no-consent';
}

export const capabilitiesOf = (grant: Pick<PluginGrantRow, 'capabilities'> | undefined): readonly Capability[] =>
  grant ? (JSON.parse(grant.capabilities) as Capability[]) : [];

/** A stored bundle, read and held against its hash. */
export interface KnownBundle {
  readonly plugin: string;
  readonly version: string;
  readonly hash: string;
  readonly manifest: PluginManifest;
  readonly intact: boolean;
}

/** How long a bundle that was found in order is taken for in order: the many questions of one page share a look. */
const TRUSTED_MS = 2_000;

/**
 * Bundles by hash. A manifest is the same object every time, so that schemas compile once. Whether the bytes are still those that
 * were signed is looked at again every few seconds; what was found damaged is looked at every time, for it may have been mended.
 * Workers look for themselves, whenever they load one.
 */
export class BundleShelf {
  readonly #known = new Map<string, { readonly bundle: KnownBundle; readonly until: number }>();

  /** Hashes that nobody keeps, and manifests that can no longer be read, are left out. */
  async get(read: Reader, hashes: readonly string[], now: number): Promise<ReadonlyMap<string, KnownBundle>> {
    const found = new Map<string, KnownBundle>();
    for (const hash of new Set(hashes)) {
      const known = this.#known.get(hash);
      if (known && known.until > now) found.set(hash, known.bundle);
      else {
        const row = await pluginBundles.find(read, hash);
        const bundle = row && this.#read(row, known?.bundle.intact ? known.bundle.manifest : undefined);
        if (bundle) {
          // What was found damaged is looked at again every time: somebody may have mended it.
          this.#known.set(hash, { bundle, until: bundle.intact ? now + TRUSTED_MS : now });
          found.set(hash, bundle);
        }
      }
    }
    return found;
  }

  #read(row: PluginBundleRow, before: PluginManifest | undefined): KnownBundle | undefined {
    const { plugin, version, hash } = row;
    const intact = isIntact(row);
    try {
      const manifest = before && intact ? before : (JSON.parse(row.manifest) as PluginManifest);
      return { plugin, version, hash, manifest, intact };
    } catch {
      return undefined; // damaged beyond reading
    }
  }
}
