import { defaultsOf, nodeTypeOf, summaryOf, type Manifest } from '@sojourn/plugin-sdk';
import { stepKinds, type StepKinds } from './step-kind.js';

/** Plugins' manifests as the canvas reads them. No plugin code runs. */
export function kindsOfManifests(manifests: readonly Manifest[]): StepKinds {
  return stepKinds(
    manifests.map((manifest) => ({
      type: manifest.name,
      title: manifest.title,
      description: manifest.description,
      category: manifest.category,
      icon: manifest.icon,
      defaults: (language) => defaultsOf(manifest, language),
      outcomes: nodeTypeOf(manifest).outcomes,
      summary: (config, language) => summaryOf(manifest, config, language),
    })),
  );
}
