import { plugins } from '@sojourn/engine';
import type { NodeCatalogue } from '@sojourn/journey';

/** The node types that ship with the engine. */
export function installedCatalogue(): NodeCatalogue {
  return plugins.catalogue;
}
