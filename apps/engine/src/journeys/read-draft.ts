import { SCHEMA_VERSION, validate, LIMITS, type JourneyDocument, type NodeCatalogue } from '@sojourn/journey';
import { UserError } from '@sojourn/kernel';

/**
 * Takes what was drawn, finished or not, as long as it has the shape that the canvas and the validator walk over.
 * Throws UserError `journey.unreadable` otherwise: such a thing was never drawn, and keeping it would lock its owner out.
 */
export function readDraft(document: Record<string, unknown>, catalogue: NodeCatalogue): JourneyDocument {
  if (hasShape(document)) return document as unknown as JourneyDocument; // checked just above, as far as reading needs
  const issues = validate(document, catalogue).filter(({ severity }) => severity === 'error');
  throw new UserError(`This is not a journey document: ${issues[0]?.message.en ?? 'its parts are missing'}`, {
    code: 'journey.unreadable',
    status: 422,
    details: { issues },
  });
}

function hasShape({ schemaVersion, name, entry, exits, nodes, edges, plugins }: Record<string, unknown>): boolean {
  return (
    schemaVersion === SCHEMA_VERSION &&
    typeof name === 'string' &&
    name.trim() !== '' &&
    name.length <= LIMITS.name &&
    isObject(entry) &&
    isPoint(entry['position']) &&
    listOf(entry['rules'], (rule) => typeof rule['id'] === 'string' && typeof rule['kind'] === 'string') &&
    isObject(entry['reentry']) &&
    listOf(exits, (exit) => typeof exit['id'] === 'string' && isObject(exit['when'])) &&
    listOf(
      nodes,
      (node) =>
        typeof node['id'] === 'string' &&
        typeof node['type'] === 'string' &&
        isObject(node['config']) &&
        isPoint(node['position']),
    ) &&
    isPins(plugins) &&
    listOf(edges, (edge) => typeof edge['id'] === 'string' && typeof edge['to'] === 'string' && isObject(edge['from']))
  );
}

/** Which plugins a drawing stands on is asked of every draft, finished or not. */
function isPins(plugins: unknown): boolean {
  if (plugins === undefined) return true;
  const isPin = (pin: unknown): boolean =>
    isObject(pin) && ['plugin', 'version', 'hash'].every((name) => typeof pin[name] === 'string');
  return isObject(plugins) && Object.values(plugins).every(isPin);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPoint(value: unknown): boolean {
  return isObject(value) && Number.isFinite(value['x']) && Number.isFinite(value['y']);
}

function listOf(value: unknown, fits: (item: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isObject(item) && fits(item));
}
