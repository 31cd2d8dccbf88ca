import type { JourneyDocument, Manifest } from '../api/types.js';
import { localText, type LocalText } from '../i18n/local-text.js';
import type { Language } from '../i18n/resources.js';

type Config = JourneyDocument['nodes'][number]['config'];

/** The words a drawing itself has for things the engine tells by id: its branches, arms and exits. */
export interface Drawing {
  config(nodeId: string): Config | undefined;
  exitName(ruleId: string): string | undefined;
}

export function drawingOf(document: JourneyDocument | undefined): Drawing {
  return {
    config: (nodeId) => document?.nodes.find(({ id }) => id === nodeId)?.config,
    exitName: (ruleId) => document?.exits.find(({ id }) => id === ruleId)?.name,
  };
}

/** A way out's name: fixed ones from the manifest, drawn ones (`each` item of a list in the config) from the config. */
export function drawnOutcome(
  manifest: Manifest | undefined,
  config: Config | undefined,
  outcome: string,
  language: Language,
): string | undefined {
  for (const spec of manifest?.outcomes ?? []) {
    if (spec.each === undefined) {
      // A fixed outcome's label is a text in both languages; a drawn one's is the name of a property.
      if (spec.id === outcome) return localText(spec.label as LocalText, language);
      continue;
    }
    const list = at(config, spec.each);
    const item = Array.isArray(list) ? list.find((one) => property(one, spec.id) === outcome) : undefined;
    const label = property(item, spec.label as string);
    if (typeof label === 'string' && label !== '') return label;
  }
  return undefined;
}

/** The value at a JSON pointer. */
function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce((inner, name) => property(inner, name), value);
}

function property(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined;
}
