import { compareVersions } from '@sojourn/packaging';
import type { PluginPin } from '@sojourn/journey';
import type { Clock } from '@sojourn/kernel';
import { pluginInstalls, type Database } from '@sojourn/storage';
import type { InstalledVersion, PluginCatalogue } from '../ports.js';
import { BundleShelf, readWorkspace, stateIn, type KnownBundle, type WorkspacePlugins } from './workspace-plugins.js';

/** What a pin says in place of a version and a hash while its author still works on it. */
export const DEV_VERSION = '0.0.0-dev';
export const devHash = (plugin: string): string => `dev:${plugin}`;

export interface CatalogueParts {
  readonly database: Pick<Database, 'read'>;
  readonly clock: Clock;
  /** Whether bundles under development count. */
  readonly development: boolean;
}

/** The plugins of every workspace out of the tables of installs. Each question reads them anew: what is switched off is off at once. */
export function createPluginCatalogue({ database: { read }, clock, development }: CatalogueParts): PluginCatalogue {
  const shelf = new BundleShelf();
  const answer = (
    plugins: WorkspacePlugins,
    bundle: KnownBundle,
    pin: PluginPin = { plugin: bundle.plugin, version: bundle.version, hash: bundle.hash },
  ): InstalledVersion => ({ pin, manifest: bundle.manifest, state: stateIn(plugins, bundle) });
  /** The bytes that a pin means to a workspace. */
  const bytesOf = ({ plugin, hash }: PluginPin, { installs }: WorkspacePlugins): string | undefined =>
    hash !== devHash(plugin) ? hash : development ? (installs.get(plugin)?.devHash ?? undefined) : undefined;

  return {
    async installed(workspaceId) {
      const plugins = await readWorkspace(read, workspaceId);
      const pins = [...plugins.installs.values()].flatMap(({ plugin, hash, devHash: dev }) => {
        const isDev = development && dev !== null;
        const bytes = isDev ? dev : hash;
        return bytes === null ? [] : [{ bytes, isDev, plugin }];
      });
      const bundles = await shelf.get(read, pins.map(({ bytes }) => bytes), clock.now()); // prettier-ignore
      return pins.flatMap(({ bytes, isDev, plugin }) => {
        const bundle = bundles.get(bytes);
        if (!bundle) return [];
        return [answer(plugins, bundle, isDev ? { plugin, version: DEV_VERSION, hash: devHash(plugin) } : undefined)];
      });
    },
    async byPins(workspaceId, pins) {
      if (pins.length === 0) return [];
      const plugins = await readWorkspace(read, workspaceId);
      const wanted = pins.map((pin) => ({ pin, bytes: bytesOf(pin, plugins) }));
      const bundles = await shelf.get(read, wanted.flatMap(({ bytes }) => bytes ?? []), clock.now()); // prettier-ignore
      return wanted.flatMap(({ pin, bytes }) => {
        const bundle = bundles.get(bytes ?? '');
        return bundle && bundle.plugin === pin.plugin ? [answer(plugins, bundle, pin)] : [];
      });
    },
    async versionsOf(workspaceId, plugin) {
      const install = await pluginInstalls.find(read, workspaceId, plugin);
      if (!install || install.state === 'removed') return [];
      const plugins = await readWorkspace(read, workspaceId, plugin);
      const hashes = [...plugins.grants.keys()].filter((hash) => hash !== install.devHash);
      const bundles = [...(await shelf.get(read, hashes, clock.now())).values()].filter(({ version }) => version !== DEV_VERSION); // prettier-ignore
      const dev = development && install.devHash !== null ? await shelf.get(read, [install.devHash], clock.now()) : new Map<string, KnownBundle>(); // prettier-ignore
      return [
        ...[...dev.values()].map((bundle) =>
          answer(plugins, bundle, { plugin, version: DEV_VERSION, hash: devHash(plugin) }),
        ),
        ...bundles.sort((a, b) => compareVersions(b.version, a.version)).map((bundle) => answer(plugins, bundle)),
      ];
    },
  };
}
