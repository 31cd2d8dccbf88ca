import { catalogueOf, type OfferedManifest } from '@sojourn/canvas';
import type { NodeCatalogue } from '@sojourn/journey';

/** Node types as the validator sees them, with those whose plugin cannot run now: so that a problem shows as soon as it is known. */
export function drawnCatalogue(manifests: readonly OfferedManifest[]): NodeCatalogue {
  const types = catalogueOf(manifests);
  const plugins = new Map(
    manifests.flatMap(({ name, plugin, state = 'ok' }) =>
      plugin?.hash === undefined
        ? []
        : [[name, { pin: { plugin: plugin.id, version: plugin.version, hash: plugin.hash }, state }] as const],
    ),
  );
  return { get: (type) => types.get(type), pluginOf: (type) => plugins.get(type) };
}
