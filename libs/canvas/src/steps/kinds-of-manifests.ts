import type { PluginState } from '@sojourn/journey';
import { defaultsOf, nodeTypeOf, summaryOf, type Manifest } from '@sojourn/plugin-sdk';
import type { LocalText } from '../words.js';
import { stepKinds, type StepKind, type StepKinds } from './step-kind.js';

/** A manifest with what the engine knows of the plugin that brings it. */
export type OfferedManifest = Omit<Manifest, 'plugin'> & {
  readonly plugin?: { readonly id: string; readonly version: string; readonly hash?: string };
  /** Of third-party plugins; absent means that it runs. */
  readonly state?: PluginState;
  readonly remedy?: LocalText;
};

/** Plugins' manifests as the canvas reads them. No plugin code runs. */
export function kindsOfManifests(manifests: readonly OfferedManifest[]): StepKinds {
  return stepKinds(
    manifests.map((manifest): StepKind => {
      const { plugin, state = 'ok', remedy } = manifest;
      return {
        type: manifest.name,
        title: manifest.title,
        description: manifest.description,
        category: manifest.category,
        icon: manifest.icon,
        defaults: (language) => defaultsOf(manifest, language),
        outcomes: nodeTypeOf(manifest).outcomes,
        summary: (config, language) => summaryOf(manifest, config, language),
        ...(plugin?.hash !== undefined && { pin: { plugin: plugin.id, version: plugin.version, hash: plugin.hash } }),
        ...(state !== 'ok' && { unavailable: { state, ...(remedy && { remedy }) } }),
        ...(manifest.kind === 'trigger' && { isSource: true }),
      };
    }),
  );
}
