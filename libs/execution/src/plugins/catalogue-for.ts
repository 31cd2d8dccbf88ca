import type { JourneyDocument, NodeCatalogue, Plan, PluginPin } from '@sojourn/journey';
import type { PluginNodes, PluginNodeType } from './ports.js';

/** Begins the hash of a plugin that its author is working at: it stands for the latest there is. */
const DEVELOPMENT = 'dev:';

/** What ships, and the plugins a document pins. Nobody takes the place of a type that ships. */
export function catalogueFor(
  shipped: NodeCatalogue,
  plugins: PluginNodes | undefined,
  { plugins: pins = {} }: JourneyDocument,
): NodeCatalogue {
  return {
    get(type) {
      const own = shipped.get(type);
      if (own || !plugins || !Object.hasOwn(pins, type)) return own;
      return plugins.nodeType(pins[type]!, type); // just seen to be its own
    },
  };
}

/** The pins of these documents, each once. */
export function pinsOf(documents: readonly Pick<JourneyDocument, 'plugins'>[]): readonly PluginPin[] {
  const pins = documents.flatMap(({ plugins = {} }) => Object.values(plugins));
  return [...new Map(pins.map((pin) => [pin.hash, pin])).values()];
}

/** The node types of plugins that a document is compiled with, by name. */
export type TypesOf = ReadonlyMap<string, PluginNodeType | undefined>;

export function typesNow(plugins: PluginNodes | undefined, { plugins: pins = {} }: JourneyDocument): TypesOf {
  return new Map(Object.entries(pins).map(([type, pin]) => [type, plugins?.nodeType(pin, type)]));
}

/** Whether a plan would come out otherwise once plugins have changed. */
export function isUnsettled({ nodes }: Plan): boolean {
  return [...nodes.values()].some(({ ghost, pin }) => ghost || pin?.hash.startsWith(DEVELOPMENT));
}
