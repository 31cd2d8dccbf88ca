import type { JourneyDocument, PluginPin } from '@sojourn/journey';
import type { StepKinds } from './step-kind.js';

/**
 * The document with a pin for every third-party type it has steps of: the one it had, else the version on offer now.
 * Pins of types that it no longer has are left out.
 */
export function withPins(document: JourneyDocument, kinds: StepKinds): JourneyDocument {
  const before = document.plugins ?? {};
  const pins: { [type: string]: PluginPin } = {};
  for (const { type } of document.nodes) {
    const pin = before[type] ?? kinds.get(type)?.pin;
    if (pin !== undefined) pins[type] = pin;
  }
  const types = Object.keys(pins);
  if (types.length === Object.keys(before).length && types.every((type) => pins[type] === before[type]))
    return document;
  const { plugins: _before, ...rest } = document;
  return types.length === 0 ? rest : { ...rest, plugins: pins };
}
